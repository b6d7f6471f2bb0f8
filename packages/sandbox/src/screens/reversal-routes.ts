import type { FastifyInstance, FastifyReply } from 'fastify';
import { amountIsLocked, launchState, type Launch } from '../launch.ts';
import { cancel } from '../payment/cancel.ts';
import { centsOf } from '../payment/entry.ts';
import { findPayment, type ReversiblePayment } from '../payment/reversible-payment.ts';
import { refundPayment, voidPayment, type ReversalResult } from '../payment/reverse.ts';
import { bodyOf, readForm, treatAsForm } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { screenAddresses } from '../screen-addresses.ts';
import { leaveBy } from './leave.ts';
import { endedPage, leavingPage } from './message-pages.ts';
import { sendPage } from './page.ts';
import { reversalPage } from './reversal-page.ts';

/** The void and the refund screen of the staff's portal. They go away by themselves once it is done. */
export function registerReversalScreens(app: FastifyInstance, sandbox: Sandbox): void {
  for (const screen of ['void', 'refund'] as const) {
    const path = screenAddresses[screen];
    const find = (token: string | undefined): Launch | undefined => {
      const launch = sandbox.ledger.launches.get(token ?? '');
      return launch?.screen === screen ? launch : undefined;
    };
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
      return action === screen ? submit(launch, form.fields.get('amount'), reply) : show(launch, reply);
    });
  }

  function show(launch: Launch, reply: FastifyReply, refused?: { readonly amount: string | undefined }): FastifyReply {
    const now = sandbox.clock.now();
    const payment = paymentOf(launch);
    if (launch.reversal !== undefined) return leave(launch, 'confirm', reply);
    if (launchState(launch, now) !== 'new' || payment === undefined) return refuse(launch, reply);
    launch.opened = true;
    return sendPage(reply, refused === undefined ? 200 : 422, reversalPage({ launch, payment, now, ...(refused && { refused }) }));
  }

  function submit(launch: Launch, amount: string | undefined, reply: FastifyReply): FastifyReply {
    const payment = paymentOf(launch);
    if (launch.reversal !== undefined || launchState(launch, sandbox.clock.now()) !== 'new' || payment === undefined)
      return show(launch, reply);
    const result = reverse(launch, payment, amount);
    if (result?.type !== 'taken') return show(launch, reply, { amount });
    launch.reversal = result.reversal;
    return leave(launch, 'confirm', reply);
  }

  /** Undefined for an amount that is none. What was locked is not read from the form. */
  function reverse(launch: Launch, { transaction }: ReversiblePayment, amount: string | undefined): ReversalResult | undefined {
    const { transactionId, tender } = transaction;
    if (launch.screen === 'void') return voidPayment(transactionId, launch.account, sandbox, tender === 'check' ? 'check' : 'card', launch);
    const cents = amountIsLocked(launch) ? launch.parameters.requestedCents : centsOf(amount ?? '');
    return cents === undefined ? undefined : refundPayment(transactionId, cents, launch.account, sandbox, launch);
  }

  function paymentOf({ about = '', account }: Launch): ReversiblePayment | undefined {
    const payment = findPayment(about, sandbox.ledger);
    return payment?.launch.account === account ? payment : undefined;
  }

  function leave(launch: Launch, how: 'confirm' | 'cancel', reply: FastifyReply): FastifyReply {
    return sendPage(reply, 200, leavingPage(launch, leaveBy(how, launch.parameters, launch.token, sandbox.switches.current)));
  }

  function refuse(launch: Launch, reply: FastifyReply): FastifyReply {
    return sendPage(reply, 410, endedPage(leaveBy('cancel', launch.parameters, launch.token, sandbox.switches.current), launch));
  }
}
