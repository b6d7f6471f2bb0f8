import { screenPaths } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { launchState, type Launch } from '../launch.ts';
import { cancel } from '../payment/cancel.ts';
import { findPayment } from '../payment/reversible-payment.ts';
import { voidPayment } from '../payment/reverse.ts';
import { bodyOf, readForm, treatAsForm } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { leaveBy } from './leave.ts';
import { endedPage, leavingPage } from './message-pages.ts';
import { sendPage } from './page.ts';
import { voidPage } from './void-page.ts';

/** The void screen of the staff's portal. It goes away by itself once the payment is voided. */
export function registerVoidScreen(app: FastifyInstance, sandbox: Sandbox): void {
  const path = screenPaths.void;
  app.get<{ Querystring: { token?: string } }>(path, ({ query }, reply) => {
    const launch = find(query.token);
    return launch === undefined ? sendPage(reply, 404, endedPage()) : show(launch, reply);
  });
  app.post(path, { onRequest: treatAsForm }, (request, reply) => {
    const form = readForm(bodyOf(request));
    const launch = form.type === 'form' ? find(form.fields.get('token')) : undefined;
    if (form.type === 'unreadable' || launch === undefined) return sendPage(reply, 404, endedPage());
    const action = form.fields.get('action');
    if (action === 'cancel') return cancel(launch, sandbox) ? leave(launch, 'cancel', reply) : refuse(launch, reply);
    return action === 'void' ? submit(launch, reply) : show(launch, reply);
  });

  function find(token: string | undefined): Launch | undefined {
    const launch = sandbox.ledger.launches.get(token ?? '');
    return launch?.screen === 'void' ? launch : undefined;
  }

  function show(launch: Launch, reply: FastifyReply, refused = false): FastifyReply {
    const now = sandbox.clock.now();
    const payment = findPayment(launch.voids ?? '', sandbox.ledger);
    if (launch.reversal !== undefined) return leave(launch, 'confirm', reply);
    if (launchState(launch, now) !== 'new' || payment?.launch.account !== launch.account) return refuse(launch, reply);
    launch.opened = true;
    return sendPage(reply, refused ? 422 : 200, voidPage(launch, payment, now, refused));
  }

  function submit(launch: Launch, reply: FastifyReply): FastifyReply {
    const payment = findPayment(launch.voids ?? '', sandbox.ledger);
    if (launch.reversal !== undefined || launchState(launch, sandbox.clock.now()) !== 'new' || payment === undefined)
      return show(launch, reply);
    const { tender } = payment.transaction;
    const result = voidPayment(launch.voids ?? '', launch.account, sandbox, tender === 'check' ? 'check' : 'card');
    if (result.type !== 'taken') return show(launch, reply, true);
    launch.reversal = result.reversal;
    return leave(launch, 'confirm', reply);
  }

  function leave(launch: Launch, how: 'confirm' | 'cancel', reply: FastifyReply): FastifyReply {
    return sendPage(reply, 200, leavingPage(launch, leaveBy(how, launch.parameters, launch.token, sandbox.switches.current)));
  }

  function refuse(launch: Launch, reply: FastifyReply): FastifyReply {
    return sendPage(reply, 410, endedPage(leaveBy('cancel', launch.parameters, launch.token, sandbox.switches.current), launch));
  }
}
