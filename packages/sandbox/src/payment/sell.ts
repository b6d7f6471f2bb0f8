import { screenPaths, type NvpFields } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import { launchState, tokenFrom, type Launch } from '../launch.ts';
import type { Sandbox } from '../sandbox.ts';
import { authorize } from './authorize.ts';
import { readReaderOrder } from './reader-order.ts';
import { readCents, textOf, type SaleOrder } from './sale-order.ts';
import { namesSavedCard, readSavedCardOrder } from './save-on-file.ts';
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
  const { clock, switches, webhooks, newUuid } = sandbox;
  const order = readOrder(fields, account, sandbox);
  const launch = order && launchOf(fields, account, sandbox);
  if (order === undefined || launch === undefined) return undefined;
  const state = launchState(launch, clock.now());
  if (state === 'canceled' || state === 'expired') return undefined;
  const first = launch.transactions[0];
  if (first !== undefined && switches.current.paymentsPerToken === 'one') return saleOf(launch, first, order);
  const { tender, cents, allowPartial, card, savedCard, device } = order;
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
  if (token === undefined) return signOnNobody(fields, account, sandbox);
  const signedOn = sandbox.ledger.launches.get(token);
  if (signedOn?.account !== account) return undefined;
  // Whether InstaMed ties a sale to a sign-on at all is inferred. Where it does not, the receipt is found by nobody's token.
  return sandbox.switches.current.saleToken === 'bound' ? signedOn : keep({ ...signedOn, transactions: [] }, sandbox);
}

function signOnNobody(fields: NvpFields, account: SandboxAccount, sandbox: Sandbox): Launch {
  const { accountId, ssoAlias } = account;
  const userId = textOf(fields, 'userID');
  const parameters = {
    relayState: sandbox.origins()[0] + screenPaths['simple-collect'],
    accountId,
    ssoAlias,
    ...(userId !== '' && { userId }),
  };
  const start = { createdAt: sandbox.clock.now(), transactions: [], canceled: false, opened: false, polls: 0, receiptReads: 0 };
  return keep({ account, screen: 'simple-collect', sso: 'nvp', parameters, ...start }, sandbox);
}

function keep(unnamed: Omit<Launch, 'token'>, { ledger, newUuid }: Sandbox): Launch {
  const launch: Launch = { ...unnamed, token: tokenFrom(newUuid()) };
  ledger.launches.set(launch.token, launch);
  return launch;
}
