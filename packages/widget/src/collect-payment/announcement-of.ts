import type { Words } from '../messages/words.ts';
import type { View } from '../session/view.ts';
import type { Announcement } from './announcer.ts';
import type { SpokenMs } from './countdown-controller.ts';
import { cardText, dueText, paidText } from './templates/outcome.ts';

const polite = (...sentences: readonly string[]): Announcement => ({ text: sentences.filter(Boolean).join(' '), urgency: 'polite' });
const assertive = (...sentences: readonly string[]): Announcement => ({ ...polite(...sentences), urgency: 'assertive' });

/** What a screen reader is told of a view. What a person did themselves and now has focus on needs no saying. */
export function announcementOf(view: View, words: Words): Announcement | undefined {
  const ui = { words };
  switch (view.name) {
    case 'loading':
    case 'idle':
    case 'receipt':
    case 'done':
      return undefined;
    case 'launching':
      return polite(words.text('opening'));
    case 'open':
      return polite(words.text(view.screen.place === 'popup' ? 'ownWindow' : 'securePage'));
    case 'blocked':
      return polite(words.text(view.reason === 'window' ? 'windowBlocked' : 'frameBlocked'));
    case 'approved':
    case 'partially_approved':
      return polite(paidText(ui, view.session), dueText(ui, view.session), view.receipt ? cardText(ui, view.receipt) : '');
    case 'expired':
      return polite(words.text('expired'), words.text('expiredHint'));
    case 'unresolved':
      return assertive(words.text('unresolved'), words.text('doNotCollect'), words.text('unresolvedHint'));
    case 'declined':
      return assertive(words.text('declined'));
    case 'cannot-start':
      return polite(words.text('cannotStart', { code: view.failure.code }));
    case 'elsewhere':
    case 'closed':
    case 'confirming':
    case 'canceled':
    case 'failed':
      return polite(words.text(view.name));
    default:
      return view satisfies never;
  }
}

/** The time left, said at 5, 2 and 1 minute and at 30 seconds. */
export function announcementOfTime(mark: SpokenMs, words: Words): Announcement {
  if (mark === 30_000) return assertive(words.text('secondsLeft'));
  if (mark === 60_000) return polite(words.text('minuteLeft'));
  return polite(words.text('minutesLeft', { count: String(mark / 60_000) }));
}
