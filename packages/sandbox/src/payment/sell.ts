import type { NvpFields } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import { launchState, type Launch } from '../launch.ts';
import type { Sandbox } from '../sandbox.ts';
import { authorize } from './authorize.ts';
import { readReaderOrder } from './reader-order.ts';
import { readCents, textOf, type SaleOrder } from './sale-order.ts';
import { namesSavedCard, readSavedCardOrder } from './save-on-file.ts';
import { keepLaunch, signOnNobody } from './sign-on-nobody.ts';
import type { Transaction } from './transaction.ts';

/** A sale that was made, approved or declined, and what the reader is told, if there is one. */
export interface Sale {
  readonly launch: Launch;
  readonly transaction: Transaction;
  readonly emvResponse?: string;
}

/**
 * AuthCapt (instamed-protocol.md §3.4): by a reader, on a saved card, or of cash. Undefined is the general error: an unknown token, or fields
 * that make no sale. Without a sign-on, as public clients send it, its receipt is found by nobody.
 */
export function sell(fields: NvpFields, account: SandboxAccount, sandbox: Sandbox): Sale | undefined {
  const { clock, switches } = sandbox;
  const order = readOrder(fields, account, sandbox);
  const launch = order && launchOf(fields, account, sandbox);
  if (order === undefined || launch === undefined) return undefined;
  const state = launchState(launch, clock.now());
  if (state === 'canceled' || state === 'expired') return undefined;
  const first = launch.transactions[0];
  if (first !== undefined && switches.current.paymentsPerToken === 'one') return saleOf(launch, first, order);
  return commitSale(launch, order, sandbox);
}

/** Books a sale, and tells of it. */
export function commitSale(launch: Launch, order: SaleOrder, { clock, switches, webhooks, newUuid }: Sandbox): Sale {
  const { tender, cents, allowPartial, card, savedCard, device, accountLastFour } = order;
  const transaction: Transaction = {
    ...authorize(tender, cents, allowPartial, switches.current),
    transactionId: newUuid().replaceAll('-', ''),
    authorizationNumber: newUuid().slice(0, 6).toUpperCase(),
    at: clock.now(),
    tender,
    requestedCents: launch.parameters.requestedCents ?? cents,
    submittedCents: cents,
    ...(card !== undefined && { card }),
    ...(savedCard !== undefined && { savedCard }),
    ...(device !== undefined && { device }),
    ...(accountLastFour !== undefined && { accountLastFour }),
  };
  launch.transactions.push(transaction);
  const { transactionId, transactionStatus: statusCode } = transaction;
  webhooks?.post(launch, transaction, { transactionId, transactionAction: 'Sale', statusCode });
  return saleOf(launch, transaction, order);
}

function saleOf(launch: Launch, transaction: Transaction, { respond }: SaleOrder): Sale {
  const emvResponse = respond?.(transaction.transactionStatus === 'C');
  return { launch, transaction, ...(emvResponse !== undefined && { emvResponse }) };
}

function readOrder(fields: NvpFields, account: SandboxAccount, sandbox: Sandbox): SaleOrder | undefined {
  const cents = readCents(fields);
  if (cents === undefined) return undefined;
  const allowPartial = textOf(fields, 'allowPartialPayment').toLowerCase() === 'true';
  const type = textOf(fields, 'transactionType').toLowerCase();
  if (type === 'cash') return namesSavedCard(fields) || fields.has('cardNumber') ? undefined : { tender: 'cash', cents, allowPartial };
  if (type !== 'creditcard') return undefined;
  const order = namesSavedCard(fields) ? readSavedCardOrder(fields, account, sandbox) : readReaderOrder(fields);
  return order && { tender: 'card', cents, allowPartial, ...order };
}

/** The sign-on that the sale names; one of its own where it names none. */
function launchOf(fields: NvpFields, account: SandboxAccount, sandbox: Sandbox): Launch | undefined {
  const token = fields.get('singleSignOnToken');
  const userId = textOf(fields, 'userID');
  if (token === undefined) return signOnNobody(account, sandbox, userId === '' ? {} : { userId });
  const signedOn = sandbox.ledger.launches.get(token);
  // A sign-on to a screen that takes no money serves for no sale.
  if (signedOn?.account !== account || signedOn.screen === 'save-on-file') return undefined;
  // Whether InstaMed ties a sale to a sign-on at all is inferred. Where it does not, the receipt is found by nobody's token.
  return sandbox.switches.current.saleToken === 'bound' ? signedOn : keepLaunch({ ...signedOn, transactions: [] }, sandbox);
}
