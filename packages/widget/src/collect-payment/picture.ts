import type { Receipt } from '@collect-payment/contract';
import { own } from '../own.ts';
import type { Words } from '../messages/words.ts';
import type { ActionName } from '../session/payment-actions.ts';
import type { SettledView } from '../session/is-settled.ts';
import type { View } from '../session/view.ts';

export type Audience = 'patient' | 'staff';
export type Choice = readonly [label: string, action: ActionName];

/** A card, as a value: what it says, in the order it says it, and what a person can do. */
export interface Picture {
  /** What happened, in one sentence. */
  readonly lead?: string;
  /** The amount, and what is still due: the largest things on the card. */
  readonly amounts?: readonly string[];
  readonly strong?: string;
  readonly text?: string;
  readonly hint?: string;
  readonly main?: Choice;
  readonly choices?: readonly Choice[];
  readonly tone?: 'paid' | 'busy' | 'doubt';
}

/** What there is to show for it: money that was paid, or a card that was saved. */
export const paidText = (words: Words, { outcome: { savedCard, approvedAmount, requestedAmount } }: SettledView): string =>
  savedCard
    ? words.fill(words.of.saved, cardText(words, { card: savedCard, tender: 'card' }))
    : words.fill(words.of.paid, words.money(approvedAmount ?? requestedAmount));

export const cardText = (words: Words, { card, tender }: Pick<Receipt, 'card' | 'tender'>): string =>
  `${card?.brand ?? words.of[tender]} ${card?.lastFour ? words.fill(words.of.ending, card.lastFour) : ''}`;

/** The card of a view: every word a person reads, for who reads it. */
export function pictureOf(view: View, words: Words, audience: Audience): Picture {
  const { of } = words;
  const staff = audience === 'staff';
  if (view.name === 'loading') return { lead: of.loading, tone: 'busy' };
  if (view.name === 'cannot-start') {
    const { code, requestId } = view.step.failure;
    return { lead: words.fill(of.cannotStart, requestId ? `${code}, ref ${requestId}` : code), main: [of.tryAgain, 'start'] };
  }
  const amount = words.money(view.session.amount);
  const amounts = amount ? [amount] : [];
  const idle = { amounts, ...(!staff && { hint: of.payHint }) };
  switch (view.name) {
    case 'canceled':
    case 'idle':
      return {
        ...idle,
        ...(view.name === 'canceled' && { lead: of.canceled }),
        main: [amount ? words.fill(staff ? of.collect : of.pay, amount) : of.save, 'start'],
      };
    case 'launching':
      return { ...idle, main: [of.opening, 'wait'], choices: [[of.cancel, 'askToCancel']] };
    case 'open':
      if (view.step.place !== 'popup') return { lead: of.securePage, amounts };
      return {
        lead: of.ownWindow,
        amounts,
        main: [of.showWindow, 'showWindow'],
        choices: [
          [of.openHereInstead, 'openHere'],
          [of.cancel, 'askToCancel'],
        ],
      };
    case 'blocked':
      return {
        lead: of[view.step.reason],
        amounts,
        ...(view.step.reason === 'windowBlocked' && { main: [of.openHere, 'openHere'] as const }),
        choices: [[of.openInTab, 'openInTab']],
      };
    case 'elsewhere':
      return { lead: of.elsewhere, amounts, choices: [[of.takeOver, 'start']] };
    case 'closed':
      return {
        lead: of.closed,
        amounts,
        main: [of.startAgain, 'start'],
        choices: [
          [of.checkNow, 'check'],
          [of.cancelPayment, 'askToCancel'],
        ],
      };
    case 'declined':
    case 'failed':
      return {
        lead: of[view.name],
        amounts,
        ...(!staff && { hint: of.declinedHint }),
        main: [of.tryAgain, 'start'],
        choices: [[of.anotherWay, 'anotherWay']],
      };
    case 'expired':
      return { lead: of.expired, amounts, text: of.expiredHint, main: [of.startAgain, 'start'] };
    case 'unresolved':
      return {
        lead: of.unresolved,
        amounts,
        strong: staff ? of.doNotCollect : of.doNotPay,
        text: of.unresolvedHint,
        hint: `${of.reference} ${view.session.id}`,
        choices: [
          [of.checkNow, 'check'],
          [of.copyReference, 'copy'],
        ],
        tone: 'doubt',
      };
    case 'approved':
    case 'partially_approved':
    case 'saved':
      return paid(view.session, view.receipt, words, staff);
    case 'done':
      return { lead: paidText(words, view.session), choices: [[of.back, 'back']] };
    case 'receipt':
      return {
        main: [of.print, 'print'],
        choices: [
          [of.pdf, 'pdf'],
          [of.copyReference, 'copy'],
          [of.back, 'back'],
        ],
      };
    case 'confirming':
      break;
    default:
      view satisfies never;
  }
  return { lead: of.confirming, amounts, tone: 'busy' };
}

function paid(session: SettledView, receipt: Receipt | undefined, words: Words, staff: boolean): Picture {
  const { of } = words;
  const { balanceDue } = session.outcome;
  const { authorizationNumber, transactionDate } = receipt ?? {};
  const facts = receipt && [
    cardText(words, receipt),
    authorizationNumber && `${of.authorizationNumber} ${authorizationNumber}`,
    transactionDate && words.date(transactionDate),
  ];
  return {
    amounts: [paidText(words, session), ...(balanceDue ? [words.fill(of.stillDue, words.money(balanceDue))] : [])],
    ...(facts && { text: facts.filter(Boolean).join(' · ') }),
    ...(!staff && !balanceDue && { hint: of.paidHint }),
    ...(balanceDue && { main: [of.payRest, 'payRest'] as const }),
    choices: [...(receipt ? [[of.receipt, 'showReceipt'] as const] : []), [of.done, 'done']],
    tone: 'paid',
  };
}

/** What a screen reader is told of a view: what it shows, without what one may press. */
export const spoken = (picture: Picture): string => {
  const { lead, amounts = [], strong, text, main, tone } = own(picture);
  return [lead, ...(tone === 'paid' ? amounts : []), strong, text, main?.[1] === 'wait' && main[0]].filter(Boolean).join(' ');
};
