import { afterEach, describe, expect, test } from 'vitest';
import type { Clinic } from './harness.ts';
import { offline, overPage, stories } from './stories.ts';

let clinic: Clinic | undefined;
afterEach(() => clinic?.close());

/** What ux.md has each state say, and let a person do. */
const expected: Readonly<Record<keyof typeof stories, readonly [words: readonly string[], buttons: readonly string[]]>> = {
  'idle, staff': [['$125.00'], ['Collect $125.00']],
  'idle, patient': [['$125.00', 'Nothing is charged until you confirm.'], ['Pay $125.00']],
  launching: [['$125.00'], ['Opening the secure payment page…', 'Cancel']],
  'open, embedded': [['Secure payment page · 15:00 left'], ['Cancel payment']],
  'open, asked to cancel': [['Cancel this payment?'], ['Keep going', 'Cancel payment']],
  'open, little time left': [['Secure payment page · 4:59 left'], ['Start over with more time', 'Cancel payment']],
  'open, popup, little time left': [['4:59 left'], ['Show window', 'Start over with more time', 'Open it here instead', 'Cancel']],
  'open, popup': [
    ['The payment page is open in its own window.', '15:00 left'],
    ['Show window', 'Open it here instead', 'Cancel'],
  ],
  'blocked window': [['Your browser blocked the window.'], ['Open here', 'Open in this tab']],
  elsewhere: [['This payment is open in another window.'], ['Take over']],
  closed: [['The payment page was closed.'], ['Start again', 'Check now', 'Cancel payment']],
  confirming: [['Confirming with InstaMed…'], []],
  approved: [
    ['Paid $125.00', 'Visa ending 1111', 'Authorization A12345'],
    ['Receipt', 'Done'],
  ],
  'approved, patient': [
    ['Paid $125.00', 'Thank you.'],
    ['Receipt', 'Done'],
  ],
  'partially approved': [
    ['Paid $80.00', '$45.00 still due'],
    ['Pay the rest', 'Receipt', 'Done'],
  ],
  declined: [['The card was declined. No money was taken.'], ['Try again', 'Another way to pay']],
  'declined, patient': [
    ['The card was declined. No money was taken.', 'You can use another card.'],
    ['Try again', 'Another way to pay'],
  ],
  canceled: [['Payment canceled. No money was taken.', '$125.00'], ['Collect $125.00']],
  failed: [['This payment did not go through.'], ['Try again', 'Another way to pay']],
  expired: [['The payment page timed out.', 'We keep checking. If a payment was made, you will be told.'], ['Start again']],
  unresolved: [
    [
      'We don’t know yet whether this payment went through.',
      'Do not collect it again.',
      'We are checking and will update this page.',
      'ps_sample',
    ],
    ['Check now', 'Copy reference'],
  ],
  'unresolved, patient': [['Please do not pay it again.'], ['Check now', 'Copy reference']],
  'cannot start': [['Payments aren’t available right now (ERR_SSO_REJECTED, ref req_8F2K).'], ['Try again']],
  receipt: [
    [
      'Riverside Clinic',
      'Maya O’Brien',
      'MRN-1042',
      'O’Brien <&"> 李',
      'Chip DynaFlex B5A1F2C',
      'A0000000031010',
      'I agree to pay',
      'Signature',
    ],
    ['Print', 'Download PDF', 'Copy reference', 'Back'],
  ],
  done: [['Paid $125.00'], ['Back']],
  'a card to save': [[], ['Save a card']],
  'a card, page open': [['Secure card page · 15:00 left'], ['Don’t save it']],
  'a card, confirming': [['Confirming with InstaMed…'], []],
  'a card, saved': [['Saved: VISA ending 1111', 'Thank you. Nothing was charged.'], ['Done']],
  'a card, declined': [
    ['The card was declined and was not saved.', 'You can use another card.'],
    ['Try again', 'Use another card'],
  ],
  'a card, canceled': [['Canceled. No card was saved.', 'Nothing is charged.'], ['Save a card']],
  'a card, expired': [['The card page timed out.', 'If the card was saved, you will be told.'], ['Start again']],
  'a card, unresolved': [
    ['We don’t know yet whether the card was saved.', 'Please do not save it again.'],
    ['Check now', 'Copy reference'],
  ],
  'a card, done': [['Saved: VISA ending 1111'], ['Back']],
};
const ofPayments = /\$|paid|payment|\bpay\b|amount|0\.00/i;

describe.each(Object.entries(stories))('%s', (name, story) => {
  test('says what ux.md has it say, and offers what ux.md has it offer', async () => {
    clinic = await story();
    const [words, buttons] = expected[name] ?? [[], []];
    for (const line of words) expect(clinic.words).toContain(line);
    expect(clinic.buttons).toEqual(buttons);
  });

  test('has no style attribute, and targets of at least 44 px', async () => {
    clinic = await story();
    expect(clinic.root.querySelectorAll('[style], style').length).toBe(0);
    for (const button of clinic.root.querySelectorAll('button')) {
      const { width, height } = button.getBoundingClientRect();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
  });
});

test.each(Object.entries(stories).filter(([name]) => name.startsWith('a card')))('%s says no word of money', async (_, story) => {
  clinic = await story();
  expect(`${clinic.words} ${Object.values(clinic.said).join(' ')}`).not.toMatch(ofPayments);
});

test('the dialog over the page is modal', async () => {
  clinic = await overPage();
  expect(clinic.root.querySelector('dialog')?.matches(':modal')).toBe(true);
  expect(clinic.words).toContain('Secure payment page · 15:00 left');
});

test('offline keeps the last known state and says that the payment is not affected', async () => {
  clinic = await offline();
  expect(clinic.frame).not.toBeNull();
  expect(clinic.words).toContain('You’re offline. The payment is not affected; we’ll catch up.');
  window.dispatchEvent(new Event('online'));
  await clinic.rest();
  expect(clinic.words).not.toContain('offline');
});

test('every story is expected, and every expectation is told', () => {
  expect(Object.keys(stories)).toEqual(Object.keys(expected));
});
