import type { PaymentStatus, Receipt, ReceiptLanguage } from '@collect-payment/contract';
import { moneyOf, outcomeOf, timeOf } from '../session/outcome.ts';
import { paymentStatusOf, takenAtMs } from '../session/payment-record.ts';
import { reportsOf } from '../session/payment-reports.ts';
import { mayHaveTaken, reversalsOn, takenCents } from '../session/reversals.ts';
import { isPaid, type PaymentSession } from '../session/session.ts';
import { sameTransaction } from '@collect-payment/protocol';
import { plainText } from './plain-text.ts';
import { receiptViewOf } from './receipt-view.ts';
import { wordsOf, type Words } from './words/words-of.ts';

/** A receipt as it is printed: texts alone, in the order of reading. What is drawn from it knows no payment. */
export interface PrintedReceipt {
  readonly language: ReceiptLanguage;
  readonly direction: 'ltr' | 'rtl';
  /** Of the document: it names nobody. */
  readonly title: string;
  /** What it is: a receipt, or why it is none any more. */
  readonly heading: string;
  /** What was paid, what of it was given back, what is still due. */
  readonly amounts: readonly string[];
  readonly notice?: string;
  readonly rows: readonly PrintedRow[];
  readonly authorizationText?: string;
  /** The word under the line to sign on. */
  readonly signature?: string;
  readonly printedAtMs: number;
  /** By the reference only. */
  readonly fileName: string;
}

export interface PrintedRow {
  readonly name: string;
  readonly value: string;
}

export interface PrintOptions {
  readonly merchantName: string;
  readonly language: ReceiptLanguage;
  /** IANA, such as `America/Chicago`. */
  readonly timeZone: string;
  readonly nowMs: number;
}

/** As long as a text may be that others wrote: a receipt is of two pages at most, and never larger for what it is given. */
const longest = { value: 300, text: 3000 };

/** The receipt of money that was taken; undefined when none was, or nobody knows. */
export function printedReceiptOf(
  session: PaymentSession,
  { merchantName, language, timeZone, nowMs }: PrintOptions,
): PrintedReceipt | undefined {
  const receipt = isPaid(session) ? receiptViewOf(session, merchantName) : undefined;
  if (receipt === undefined || !isPaid(session)) return undefined;
  const words = wordsOf(language);
  const { of } = words;
  const { found } = session;
  const paid = words.money(moneyOf(found.verdict.approvedCents));
  const due = outcomeOf(session)?.balanceDue;
  const balance = due && words.money(due);
  const status = paymentStatusOf(session, found);
  const back = headingOf(status, words, paid);
  const date = words.date(timeOf(takenAtMs(found)), timeZone);
  return {
    language,
    direction: of.direction === 'rtl' ? 'rtl' : 'ltr',
    title: `${of.receipt} ${receipt.transactionId}`,
    heading: back ?? of.receipt,
    // Money that went back is no longer said to be paid.
    amounts:
      back === undefined
        ? [words.fill(of.paid, paid), ...refunded(session, words), ...(balance ? [words.fill(of.stillDue, balance)] : [])]
        : [],
    ...(back === undefined && mayBeReturned(session) && { notice: of.mayBeReturned }),
    rows: rowsOf(receipt, words, date, paid, balance).flatMap(([name, value]) => (value ? [{ name, value }] : [])),
    ...(receipt.authorizationText !== undefined && { authorizationText: plainText(receipt.authorizationText, longest.text) }),
    ...(receipt.signatureRequired && { signature: of.signature }),
    printedAtMs: nowMs,
    fileName: `receipt-${receipt.transactionId.replace(/[^0-9A-Za-z]/g, '')}.pdf`,
  };
}

/** Undefined while the money, or a part of it, stands. */
function headingOf(status: PaymentStatus, { of, fill }: Words, paid: string): string | undefined {
  switch (status) {
    case 'captured':
    case 'partially_refunded':
      return undefined;
    case 'voided':
    case 'returned':
    case 'charged_back':
      return of[status];
    case 'refunded':
      return fill(of.refunded, paid);
    default:
      return status satisfies never;
  }
}

type PaidSession = Extract<PaymentSession, { readonly status: 'approved' | 'partially_approved' }>;

function refunded(session: PaidSession, words: Words): readonly string[] {
  const back = reversalsOn(session, session.found.receipt.transactionId).filter(({ status }) => status === 'succeeded');
  const cents = back.reduce((sum, reversal) => sum + takenCents(reversal), 0);
  return cents === 0 ? [] : [words.fill(words.of.refunded, words.money(moneyOf(cents)))];
}

/** A void or refund of ours whose end nobody knows yet, or one that InstaMed told of without an amount. */
function mayBeReturned(session: PaidSession): boolean {
  const { transactionId } = session.found.receipt;
  const open = reversalsOn(session, transactionId).some((reversal) => mayHaveTaken(reversal) && reversal.status !== 'succeeded');
  return open || reportsOf(session).some((report) => report.type === 'refunded' && sameTransaction(report.transactionId, transactionId));
}

type Row = readonly [name: string, value: string | undefined];

const joined = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join(' ');

/** What others wrote. Our own words need no cleaning, and would lose their marks of direction. */
const given = (text: string | undefined): string | undefined => (text === undefined ? undefined : plainText(text, longest.value));

/** In the order of the widget's receipt. */
function rowsOf(receipt: Receipt, words: Words, date: string, paid: string, balance: string | undefined): readonly Row[] {
  const { card, device, emv } = receipt;
  const { of } = words;
  const ending = card?.lastFour === undefined ? undefined : words.fill(of.ending, plainText(card.lastFour, longest.value));
  return [
    [of.merchant, given(receipt.merchantName)],
    [of.date, date],
    [of.patient, given(receipt.patientName)],
    [of.patientId, given(receipt.patientId)],
    [of.invoice, given(receipt.invoice)],
    [of.requested, words.money(receipt.requestedAmount)],
    [of.approved, paid],
    [of.balanceDue, balance],
    [of.tender, joined(given(card?.brand) ?? of[receipt.tender], ending)],
    [of.holderName, given(card?.holderName)],
    [of.entryMode, given(joined(card?.entryMode, device?.name, device?.serialNumber))],
    [of.authorizationNumber, given(receipt.authorizationNumber)],
    [of.response, given(joined(receipt.responseCode, receipt.responseMessage))],
    // Names that card schemes require as they are, in any language (EMV Book 4, 11.4).
    ['Application', given(emv?.applicationName)],
    ['AID', given(emv?.applicationIdentifier)],
    ['TVR', given(emv?.terminalVerificationResults)],
    ['IAD', given(emv?.issuerApplicationData)],
    ['TSI', given(emv?.transactionStatusInformation)],
    ['ARC', given(emv?.applicationResponseCode)],
    ['PIN', emv?.verifiedByPin === true ? '✓' : undefined],
    [of.reference, given(receipt.transactionId)],
  ];
}
