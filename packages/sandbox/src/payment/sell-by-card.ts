import {
  decodeCents,
  decodeHex,
  encodeEmvResponse,
  ProtocolError,
  readCardData,
  type CardData,
  type NvpFields,
  type SaleDevice,
} from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import { launchState, tokenFrom, type Launch } from '../launch.ts';
import type { Sandbox } from '../sandbox.ts';
import { authorize } from './authorize.ts';
import { brandOf } from './test-cards.ts';
import type { CardOnTransaction, Transaction } from './transaction.ts';

/** A sale that was made, approved or declined, and what the reader is told. */
export interface CardSale {
  readonly launch: Launch;
  readonly transaction: Transaction;
  readonly emvResponse: string;
}

/** What the fields of a sale come to. */
interface SaleOrder {
  readonly cents: number;
  readonly allowPartial: boolean;
  readonly card: CardData;
  readonly entryMode: CardOnTransaction['entryMode'];
  readonly device: SaleDevice;
}

const entryModes: Readonly<Record<string, CardOnTransaction['entryMode']>> = {
  presentemv: 'Chip',
  msdcontactless: 'Contactless',
  presentswipesign: 'Swiped',
  presentswipenosign: 'Swiped',
};
const macBytes = 4;

/**
 * AuthCapt with a reader's fields (instamed-protocol.md §3.4). The sandbox has no key to the encrypted data: it knows the card by what the
 * read shows of it. Undefined is the general error: an unknown token, a read that cannot be read, or one in the clear.
 */
export function sellByCard(fields: NvpFields, account: SandboxAccount, sandbox: Sandbox): CardSale | undefined {
  const { ledger, clock, switches, webhooks, newUuid } = sandbox;
  const order = readOrder(fields);
  const signedOn = ledger.launches.get(fields.get('singleSignOnToken') ?? '');
  if (order === undefined || signedOn?.account !== account) return undefined;
  // Whether InstaMed ties a sale to a sign-on at all is inferred. Where it does not, the receipt is found by nobody's token.
  const launch = switches.current.saleToken === 'bound' ? signedOn : unbound(signedOn, sandbox);
  const state = launchState(launch, clock.now());
  if (state === 'canceled' || state === 'expired') return undefined;
  const first = launch.transactions[0];
  if (first !== undefined && switches.current.paymentsPerToken === 'one')
    return { launch, transaction: first, emvResponse: respond(first, order) };
  const transaction: Transaction = {
    ...authorize('card', order.cents, order.allowPartial, switches.current),
    transactionId: newUuid().replaceAll('-', ''),
    authorizationNumber: newUuid().slice(0, 6).toUpperCase(),
    at: clock.now(),
    tender: 'card',
    requestedCents: launch.parameters.requestedCents ?? order.cents,
    submittedCents: order.cents,
    card: cardOf(order),
    device: order.device,
  };
  launch.transactions.push(transaction);
  const { transactionId, transactionStatus: statusCode } = transaction;
  webhooks?.post(launch, transaction, { transactionId, transactionAction: 'Sale', statusCode });
  return { launch, transaction, emvResponse: respond(transaction, order) };
}

function unbound(signedOn: Launch, { ledger, newUuid }: Sandbox): Launch {
  const launch: Launch = { ...signedOn, token: tokenFrom(newUuid()), transactions: [] };
  ledger.launches.set(launch.token, launch);
  return launch;
}

function readOrder(fields: NvpFields): SaleOrder | undefined {
  const text = (name: string) => fields.get(name)?.trim() ?? '';
  const entryMode = entryModes[text('cardPresentStatus').toLowerCase()];
  const device = { name: text('deviceName'), serialNumber: text('deviceSerialNumber'), firmwareVersion: text('deviceFirmwareVersion') };
  const isCard = text('transactionType').toLowerCase() === 'creditcard';
  if (!isCard || entryMode === undefined || Object.values(device).includes('')) return undefined;
  try {
    const card = readCardData(decodeHex(text('encryptedEMVData')));
    const cents = decodeCents(text('amount'));
    return cents === 0 ? undefined : { cents, allowPartial: text('allowPartialPayment').toLowerCase() === 'true', card, entryMode, device };
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

function cardOf({ card, entryMode }: SaleOrder): CardOnTransaction {
  const { maskedNumber = { bin: '', lastFour: '' }, expiry = '3012', holderName = '' } = card;
  return {
    brand: brandOf(maskedNumber.bin),
    bin: maskedNumber.bin,
    lastFour: maskedNumber.lastFour,
    expirationMonth: Number(expiry.slice(2)),
    expirationYear: 2000 + Number(expiry.slice(0, 2)),
    holderName: holderName.trim(),
    entryMode,
  };
}

/** The issuer's answer to the card: approved, or any other code. The MAC is noise, since only the reader could check it. */
function respond({ transactionStatus }: Transaction, { card }: SaleOrder): string {
  const deviceSerialNumber = decodeHex(card.deviceSerialNumber ?? '0000000000000000');
  const responseCode = transactionStatus === 'C' ? '00' : '05';
  return encodeEmvResponse(
    { responseCode, ksn: decodeHex(card.ksn), deviceSerialNumber },
    crypto.getRandomValues(new Uint8Array(macBytes)),
  );
}
