import { english, type Messages } from './messages.ts';

/** English, where a card is saved. */
export const englishSaving: Messages = {
  ...english,
  payHint: 'Nothing is charged.',
  opening: 'Opening the secure page…',
  securePage: 'Secure card page',
  askCancel: 'Stop saving this card?',
  cancelPayment: 'Don’t save it',
  keepPaying: 'Keep going',
  ownWindow: 'The card page is open in its own window.',
  frameBlocked: 'This page cannot show the card page.',
  elsewhere: 'This card page is open in another window.',
  closed: 'The card page was closed.',
  paidHint: 'Thank you. Nothing was charged.',
  declined: 'The card was declined and was not saved.',
  anotherWay: 'Use another card',
  canceled: 'Canceled. No card was saved.',
  failed: 'The card was not saved.',
  expired: 'The card page timed out.',
  expiredHint: 'We keep checking. If the card was saved, you will be told.',
  unresolved: 'We don’t know yet whether the card was saved.',
  doNotCollect: 'Do not save it again.',
  doNotPay: 'Please do not save it again.',
  offline: 'You’re offline. The card page is not affected; we’ll catch up.',
  cannotStart: 'Cards can’t be saved right now ({code}).',
};
