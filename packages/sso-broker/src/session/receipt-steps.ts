import { judgeReceipt, judgeSavedCard, type InstaMedReceipt, type ReceiptVerdict, type SavedCardVerdict } from '@collect-payment/protocol';
import type { Note } from './note.ts';
import { readAgain } from './look-up-steps.ts';
import { confirmReports } from './payment-reports.ts';
import { restWith } from './rest.ts';
import { keptReceiptOf } from './saved-card.ts';
import {
  isPaid,
  isSettled,
  type FoundReceipt,
  type PaidVerdict,
  type PaymentSession,
  type SavedVerdict,
  type SessionRecord,
  type SessionState,
  type UnpaidVerdict,
} from './session.ts';
import type { EventOf } from './session-event.ts';
import type { Step } from './step.ts';
import type { Terms } from './terms.ts';
import type { EndedWatch, ReadingWatch, TokenWatch } from './token-watch.ts';
import { allWatches, currentOf, isDoubtful, recordOf, watchOf, withWatch } from './watches.ts';

/** A receipt is the truth, however it was come by. It is judged by its transactionStatus alone (instamed-protocol.md §3.8). */
export function followReceipt(session: PaymentSession, event: EventOf<'receiptRead'>): Step {
  const { token, receipt, atMs } = event;
  const watch = watchOf(session, event);
  const verdict = judge(receipt, session.terms);
  if (watch.stage === 'ended' && watch.evidence === 'receipt') return confirmReports(session, receipt, verdict.type === 'voided');
  switch (verdict.type) {
    case 'approved':
    case 'partially_approved':
      return [settlePaid(session, watch, { token, receipt, verdict, foundAtMs: atMs }), []];
    case 'saved':
      return [
        settleSaved(session, watch, { token, receipt: keptReceiptOf(receipt), verdict: { type: verdict.type }, foundAtMs: atMs }),
        [],
      ];
    case 'declined':
    case 'voided':
    case 'canceled':
    case 'returned':
      return [settleUnpaid(session, watch, { token, receipt, verdict: { type: verdict.type }, foundAtMs: atMs }), []];
    case 'unknown':
      return keepLooking(session, watch, event);
    default:
      return verdict satisfies never;
  }
}

/** A page that saves a card has no amount, and a page with one saves none: each receipt is judged by what was asked for. */
function judge(receipt: InstaMedReceipt, terms: Terms): ReceiptVerdict | SavedCardVerdict {
  return terms.screen === 'save-on-file' ? judgeSavedCard(receipt) : judgeReceipt(receipt, terms.requestedCents);
}

/** The first card saved is the session's outcome, whatever was said before. Another one is set aside: no money moved by either. */
function settleSaved(session: PaymentSession, watch: TokenWatch, found: FoundReceipt<SavedVerdict>): PaymentSession {
  if (session.status === 'saved') return setAside(session, watch, found);
  return { ...decidedRecord(session, watch), status: 'saved', found, late: isLate(session, watch) };
}

/** The first payment found is the session's outcome, whatever was said before. A second one never takes its place, and wants a person. */
function settlePaid(session: PaymentSession, watch: TokenWatch, found: FoundReceipt<PaidVerdict>): PaymentSession {
  if (isPaid(session)) {
    const note = { code: 'second_payment', transactionId: found.receipt.transactionId, atMs: found.foundAtMs } as const;
    const kept = setAside(session, watch, found);
    // A webhook can have told of it before.
    const known = kept.notes.some(
      ({ code, ...other }) => code === note.code && 'transactionId' in other && other.transactionId === note.transactionId,
    );
    return known ? kept : { ...kept, notes: [...kept.notes, note] };
  }
  const record = decidedRecord(session, watch);
  const note: Note = { code: 'paid_after_cancel', transactionId: found.receipt.transactionId, atMs: found.foundAtMs };
  const notes = [...record.notes, ...(session.status === 'canceled' ? [note] : []), ...secondSales(session, found)];
  return { ...record, notes, status: found.verdict.type, found, late: isLate(session, watch) };
}

/** The record of a session that is decided otherwise than it was: the receipt that had decided it is kept. */
function decidedRecord(session: PaymentSession, watch: TokenWatch): SessionRecord {
  const record = settledRecord(session, watch);
  const before = isSettled(session) ? session.found : undefined;
  return before === undefined ? record : { ...record, otherReceipts: [...record.otherReceipts, before] };
}

/** Sales that InstaMed told of and this receipt does not show: the page was submitted twice. */
function secondSales({ hintedSales = [] }: PaymentSession, { receipt, foundAtMs }: FoundReceipt): readonly Note[] {
  return hintedSales
    .filter((transactionId) => transactionId !== receipt.transactionId)
    .map((transactionId) => ({ code: 'second_payment', transactionId, atMs: foundAtMs }));
}

/** A receipt without money decides nothing once the session is decided, or while another page is open. */
function settleUnpaid(session: PaymentSession, watch: TokenWatch, found: FoundReceipt<UnpaidVerdict>): PaymentSession {
  const late = isLate(session, watch);
  switch (session.status) {
    case 'open':
    case 'confirming':
      return late ? setAside(session, watch, found) : endUnpaid(session, watch, found, late);
    case 'unresolved':
    case 'expired':
      return endUnpaid(session, watch, found, late);
    case 'created':
    case 'launching':
    case 'approved':
    case 'partially_approved':
    case 'saved':
    case 'declined':
    case 'canceled':
    case 'failed':
      return setAside(session, watch, found);
    default:
      return session satisfies never;
  }
}

/** It ends the session only when its token was the latest one and no other token is in doubt. */
function endUnpaid(session: PaymentSession, watch: TokenWatch, found: FoundReceipt<UnpaidVerdict>, late: boolean): PaymentSession {
  const record = settledRecord(session, watch);
  const latest = record.watches.at(-1)?.token === found.token;
  const doubtful = record.watches.some((other) => isDoubtful(other));
  if (latest && !doubtful) return { ...record, ...unpaidState(found, late) };
  return restWith({ ...session, otherReceipts: [...session.otherReceipts, found] }, endedBy(watch), found.foundAtMs);
}

function unpaidState(found: FoundReceipt<UnpaidVerdict>, late: boolean): SessionState {
  switch (found.verdict.type) {
    case 'voided':
    case 'canceled':
      return { status: 'canceled', canceledAtMs: found.foundAtMs, found, late };
    case 'returned':
      return { status: 'failed', found, late };
    case 'declined':
      return { status: 'declined', found, late };
    default:
      return found.verdict.type satisfies never;
  }
}

/** There is a transaction, but nobody can tell what became of it: the token counts as used, and is read again. */
function keepLooking(session: PaymentSession, watch: TokenWatch, event: EventOf<'receiptRead'>): Step {
  const { atMs } = event;
  const { token, launchedAtMs, expiresAtMs } = watch;
  const known = watch.stage === 'reading' && watch.evidence === 'used';
  const reading: ReadingWatch = known ? watch : { stage: 'reading', token, launchedAtMs, expiresAtMs, sinceMs: atMs, evidence: 'used' };
  const { transactionId, transactionStatus } = event.receipt;
  const noted = session.notes.some((note) => note.code === 'undecided_receipt' && note.transactionId === transactionId);
  const note: Note = { code: 'undecided_receipt', transactionId, transactionStatus, atMs };
  return readAgain(restWith(noted ? session : { ...session, notes: [...session.notes, note] }, reading, atMs), reading, event);
}

/** The record of a session that the token's receipt ends; another token's open page goes on being watched. */
function settledRecord(session: PaymentSession, watch: TokenWatch): SessionRecord {
  return { ...recordOf(session), watches: withWatch(allWatches(session), endedBy(watch)) };
}

/** Keeps a receipt that decides nothing. */
function setAside(session: PaymentSession, watch: TokenWatch, found: FoundReceipt): PaymentSession {
  return { ...session, watches: withWatch(session.watches, endedBy(watch)), otherReceipts: [...session.otherReceipts, found] };
}

function endedBy({ token, launchedAtMs, expiresAtMs }: TokenWatch): EndedWatch {
  return { stage: 'ended', token, launchedAtMs, expiresAtMs, evidence: 'receipt' };
}

/** Late: the page had been told otherwise, or another launch has followed. */
function isLate(session: PaymentSession, watch: TokenWatch): boolean {
  return currentOf(session)?.token !== watch.token;
}
