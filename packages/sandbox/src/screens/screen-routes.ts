import { screenPaths, ssoErrorPath, type NvpFields, type ScreenName } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { launchState, type Launch } from '../launch.ts';
import { cancel } from '../payment/cancel.ts';
import { readEntered } from '../payment/entry.ts';
import { pay } from '../payment/pay.ts';
import type { Transaction } from '../payment/transaction.ts';
import { bodyOf, readForm, treatAsForm } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { collectPage } from './collect-page.ts';
import { leaveBy } from './leave.ts';
import { endedPage, leavingPage, ssoErrorPage } from './message-pages.ts';
import { sendPage } from './page.ts';
import { receiptPage } from './receipt-page.ts';
import { registerReceiptScreen } from './receipt-routes.ts';
import { registerReversalScreens } from './reversal-routes.ts';
import { registerSaveCardScreen } from './save-card-routes.ts';

/** The hosted screens, and the page of a refused sign-on. Everything a person does here the control API can do too. */
export function registerScreens(app: FastifyInstance, sandbox: Sandbox): void {
  registerReversalScreens(app, sandbox);
  registerReceiptScreen(app, sandbox);
  registerSaveCardScreen(app, sandbox);
  for (const screen of ['standard-collect', 'simple-collect', 'consumer-payment'] as const) {
    const path = screenPaths[screen];
    app.get<{ Querystring: { token?: string } }>(path, (request, reply) => {
      const launch = find(request.query.token, screen);
      return launch === undefined ? sendPage(reply, 404, endedPage()) : open(launch, reply);
    });
    app.post(path, { onRequest: treatAsForm }, (request, reply) => {
      const form = readForm(bodyOf(request));
      const launch = form.type === 'form' ? find(form.fields.get('token'), screen) : undefined;
      if (form.type === 'unreadable' || launch === undefined) return sendPage(reply, 404, endedPage());
      const { fields } = form;
      return fields.get('action') === 'cancel' ? abandon(launch, reply) : submit(launch, fields, reply);
    });
  }

  app.get<{ Querystring: Record<string, string | undefined> }>(ssoErrorPath, ({ query }, reply) =>
    sendPage(
      reply,
      200,
      ssoErrorPage((query['respCode'] ?? '').slice(0, 10), (query['respMessage'] ?? '').slice(0, 500), query['lightWeight'] === 'true'),
    ),
  );

  function find(token: string | undefined, screen: ScreenName): Launch | undefined {
    const launch = sandbox.ledger.launches.get(token ?? '');
    return launch?.screen === screen ? launch : undefined;
  }

  function open(launch: Launch, reply: FastifyReply): FastifyReply {
    const { paymentsPerToken, screenReload } = sandbox.switches.current;
    const now = sandbox.clock.now();
    const state = launchState(launch, now);
    const paid = launch.transactions.at(-1);
    if (paid !== undefined && paymentsPerToken === 'one') return settle(launch, paid, reply);
    if (state === 'expired' || state === 'canceled' || (launch.opened && screenReload === 'refused')) return refuse(launch, reply);
    launch.opened = true;
    return sendPage(reply, 200, collectPage({ launch, now }));
  }

  function submit(launch: Launch, fields: NvpFields, reply: FastifyReply): FastifyReply {
    const entered = readEntered(fields);
    const result = pay(launch, entered, sandbox);
    if (result.type === 'ended') return refuse(launch, reply);
    if (result.type === 'done') return settle(launch, result.transaction, reply);
    return sendPage(reply, 422, collectPage({ launch, now: sandbox.clock.now(), entered, problems: result.problems }));
  }

  /** Standard, and the consumer's screen, show a receipt and wait to be closed; Simple, or a suppressed receipt, goes away (instamed-protocol.md §1.8). */
  function settle(launch: Launch, transaction: Transaction, reply: FastifyReply): FastifyReply {
    const leave = leaveBy('confirm', launch.parameters, launch.token, sandbox.switches.current);
    const withReceipt = launch.screen !== 'simple-collect' && launch.parameters.suppressReceipt !== true;
    return sendPage(reply, 200, withReceipt ? receiptPage(launch, transaction, leave) : leavingPage(launch, leave));
  }

  function abandon(launch: Launch, reply: FastifyReply): FastifyReply {
    if (!cancel(launch, sandbox)) return refuse(launch, reply);
    return sendPage(reply, 200, leavingPage(launch, leaveBy('cancel', launch.parameters, launch.token, sandbox.switches.current)));
  }

  function refuse(launch: Launch, reply: FastifyReply): FastifyReply {
    return sendPage(reply, 410, endedPage(leaveBy('cancel', launch.parameters, launch.token, sandbox.switches.current), launch));
  }
}
