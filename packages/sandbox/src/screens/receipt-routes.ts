import type { FastifyInstance } from 'fastify';
import { launchState } from '../launch.ts';
import { findPayment } from '../payment/reversible-payment.ts';
import type { Sandbox } from '../sandbox.ts';
import { screenAddresses } from '../screen-addresses.ts';
import { leaveBy } from './leave.ts';
import { endedPage } from './message-pages.ts';
import { sendPage } from './page.ts';
import { receiptPage } from './receipt-page.ts';

/** The receipt screen of the staff's portal: the payment as it stands now. It changes nothing, and stays until it is closed. */
export function registerReceiptScreen(app: FastifyInstance, { ledger, clock, switches }: Sandbox): void {
  app.get<{ Querystring: { token?: string } }>(screenAddresses.receipt, ({ query }, reply) => {
    const launch = ledger.launches.get(query.token ?? '');
    if (launch?.screen !== 'receipt') return sendPage(reply, 404, endedPage());
    const payment = findPayment(launch.about ?? '', ledger);
    const leave = leaveBy('cancel', launch.parameters, launch.token, switches.current);
    const isShown = launchState(launch, clock.now()) === 'new' && payment?.launch.account === launch.account;
    if (!isShown || payment === undefined) return sendPage(reply, 410, endedPage(leave, launch));
    launch.opened = true;
    const { userName, lightWeight } = launch.parameters;
    const page = receiptPage(payment.launch, payment.transaction, leave, payment.reversals);
    return sendPage(reply, 200, { ...page, userName, lightWeight });
  });
}
