import { decodeCents, NvpFields, ProtocolError } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import { refundPayment, voidPayment } from '../payment/reverse.ts';
import { readKeyedCard, readSavedCardOrder } from '../payment/save-on-file.ts';
import { commitSale } from '../payment/sell.ts';
import { signOnNobody } from '../payment/sign-on-nobody.ts';
import type { SaleOrder } from '../payment/sale-order.ts';
import type { Sandbox } from '../sandbox.ts';
import { readRestBody, type SaleBody } from './rest-body.ts';

/** The documented fields of an answer. */
interface RestTransaction {
  readonly TransactionID: string;
  readonly TransactionStatus: string;
  readonly IsPartiallyApproved: boolean;
  readonly PartialApprovalAmount: number | null;
  readonly ResponseCode: string;
  readonly ResponseMessage: string;
  readonly AuthorizationNumber: string | null;
}
/** `refusal` is HTTP 400. */
export type RestAnswer = RestTransaction | { readonly refusal: string };

const invalid = { refusal: 'The request is invalid.' } as const;
const whole = { IsPartiallyApproved: false, PartialApprovalAmount: null } as const;

/** A void of the account's card payment. Nothing tells of the payment's own status: no source has such a field. */
export function voidByRest(body: unknown, account: SandboxAccount, sandbox: Sandbox): RestAnswer {
  const asked = readRestBody('void', body);
  if (asked === undefined || !isOutletOf(account, asked.Outlet)) return invalid;
  const result = voidPayment(asked.TransactionID, account, sandbox);
  const { voidMessage, reversalRefused } = sandbox.switches.current;
  if (result.type === 'unknown' || (result.type === 'refused' && reversalRefused === 'error')) return invalid;
  const { transactionId: TransactionID } = result.payment.transaction;
  if (result.type === 'refused')
    return {
      TransactionID,
      TransactionStatus: 'D',
      ...whole,
      ResponseCode: '012',
      ResponseMessage: 'INVALID TRANSACTION',
      AuthorizationNumber: null,
    };
  const { authorizationNumber: AuthorizationNumber } = result.reversal;
  return { TransactionID, TransactionStatus: 'C', ...whole, ResponseCode: '000', ResponseMessage: voidMessage, AuthorizationNumber };
}

/** A refund, whole or in part. One that is too large is HTTP 400, as a public test suite has it (§6). */
export function refundByRest(body: unknown, account: SandboxAccount, sandbox: Sandbox): RestAnswer {
  const asked = readRestBody('refund', body);
  const cents = asked && centsOf(asked.Amount);
  if (asked === undefined || cents === undefined || !isOutletOf(account, asked.Outlet)) return invalid;
  const result = refundPayment(asked.TransactionID, cents, account, sandbox);
  if (result.type !== 'taken') return invalid;
  const { transactionId: TransactionID, authorizationNumber: AuthorizationNumber } = result.reversal;
  return { TransactionID, TransactionStatus: 'C', ...whole, ResponseCode: '000', ResponseMessage: 'APPROVAL', AuthorizationNumber };
}

/** A sale on a saved card or a keyed one. It knows no sign-on: its receipt is found by no token. A part may be approved (§6). */
export function sellByRest(body: unknown, account: SandboxAccount, sandbox: Sandbox): RestAnswer {
  const asked = readRestBody('sale', body);
  const cents = asked && centsOf(asked.Amount);
  const paidBy = asked && readMethod(asked, account, sandbox);
  if (asked === undefined || !cents || paidBy === undefined || !isOutletOf(account, asked.Outlet)) return invalid;
  const { AccountNumber, FirstName, LastName } = asked.Patient ?? {};
  const patient = {
    ...(AccountNumber !== undefined && { patientId: AccountNumber }),
    ...(FirstName !== undefined && { patientFirstName: FirstName }),
    ...(LastName !== undefined && { patientLastName: LastName }),
  };
  const launch = signOnNobody(account, sandbox, patient);
  const { transaction } = commitSale(launch, { tender: 'card', cents, allowPartial: true, ...paidBy }, sandbox);
  const { approvedCents, transactionStatus, responseCode, responseMessage, transactionId, authorizationNumber } = transaction;
  const isPart = transactionStatus === 'C' && approvedCents < cents;
  return {
    TransactionID: transactionId,
    TransactionStatus: transactionStatus,
    IsPartiallyApproved: isPart,
    // Whole dollars: the sandbox approves no other part.
    PartialApprovalAmount: isPart ? approvedCents / 100 : null,
    ResponseCode: responseCode,
    ResponseMessage: responseMessage,
    AuthorizationNumber: authorizationNumber,
  };
}

function readMethod(asked: SaleBody, account: SandboxAccount, sandbox: Sandbox): Pick<SaleOrder, 'card' | 'savedCard'> | undefined {
  const { PaymentMethod, PaymentMethodID, Card } = asked;
  if (PaymentMethod === 'OnFile') {
    if (PaymentMethodID === undefined || Card !== undefined) return undefined;
    const named = [['paymentMethodID', PaymentMethodID] as const, ['cardPresentStatus', 'NotPresentInternet'] as const];
    return readSavedCardOrder(NvpFields.from(named), account, sandbox);
  }
  if (Card === undefined || PaymentMethodID !== undefined) return undefined;
  // The forms of an expiry are none that a source gives: month and year, two digits each.
  const [, month = '', year = ''] = /^(\d\d)[-/]?(\d\d)$/.exec(Card.Expiration) ?? [];
  const pairs: readonly (readonly [string, string])[] = [
    ['transactionType', 'CreditCard'],
    ['cardNumber', Card.CardNumber],
    ['cardExpDate', `${month}-${year}`],
    ['cardVerificationNumber', Card.CVN],
    ['cardHolderName', Card.CardHolderName ?? ''],
  ];
  const card = readKeyedCard(NvpFields.from(pairs), sandbox.clock.now());
  return card && { card };
}

function isOutletOf({ outlet }: SandboxAccount, asked: SaleBody['Outlet']): boolean {
  return asked.MerchantID === outlet.merchantId && asked.StoreID === outlet.storeId && asked.TerminalID === outlet.terminalId;
}

function centsOf(amount: string | number): number | undefined {
  try {
    return decodeCents(String(amount));
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
