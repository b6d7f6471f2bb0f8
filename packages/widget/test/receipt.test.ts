import type { Receipt } from '@collect-payment/contract';
import { afterEach, expect, test } from 'vitest';
import { addLanguage } from '../src/messages/languages.ts';
import { arabic } from '../src/messages/ar.ts';
import { spanish } from '../src/messages/es.ts';
import { french } from '../src/messages/fr.ts';
import { english, type Messages } from '../src/messages/messages.ts';
import { vietnamese } from '../src/messages/vi.ts';
import { chinese } from '../src/messages/zh.ts';
import { Clinic } from './harness.ts';
import { moved, sampleReceipt } from './samples.ts';

const languages: Readonly<Record<string, Messages>> = { ar: arabic, en: english, es: spanish, fr: french, vi: vietnamese, zh: chinese };
for (const [tag, messages] of Object.entries(languages)) addLanguage(tag, messages);

let clinic: Clinic;
afterEach(() => clinic.close());

/** The receipt as it is shown. */
async function shown(receipt: Receipt, lang = 'en', status: 'approved' | 'partially_approved' = 'approved'): Promise<HTMLElement> {
  const { of } = { of: languages[lang]! };
  clinic = new Clinic();
  clinic.element.lang = lang;
  clinic.broker.receipt = receipt;
  await clinic.open();
  await clinic.element.start();
  await clinic.rest();
  await clinic.happens(moved(clinic.broker.session, status));
  await clinic.press(of.receipt);
  return clinic.root.querySelector('article')!;
}

const rowsOf = (article: HTMLElement): Record<string, string> =>
  Object.fromEntries([...article.querySelectorAll('dl div')].map(({ children: [name, value] }) => [name!.textContent, value!.textContent]));

/** With everything that InstaMed may say of a chip. */
const whole: Receipt = {
  ...sampleReceipt,
  card: { brand: 'Visa', lastFour: '1111', entryMode: 'Chip' },
  emv: {
    applicationIdentifier: 'A0000000031010',
    applicationName: 'VISA CREDIT',
    terminalVerificationResults: '0000008000',
    issuerApplicationData: '06010A03A00000',
    transactionStatusInformation: 'E800',
    applicationResponseCode: '00',
    verifiedByPin: true,
  },
};

test('what card rules want of a receipt is on it, by the names that they give it', async () => {
  const article = await shown(whole);
  expect(rowsOf(article)).toMatchObject({
    'Paid by': 'Visa ending 1111',
    Entry: 'Chip DynaFlex B5A1F2C',
    Authorization: 'A12345',
    Application: 'VISA CREDIT',
    AID: 'A0000000031010',
    TVR: '0000008000',
    IAD: '06010A03A00000',
    TSI: 'E800',
    ARC: '00',
    PIN: '✓',
    Reference: sampleReceipt.transactionId,
  });
  expect(article.textContent).toContain('I agree to pay the amount above.');
  expect(article.querySelector('.signature')?.textContent).toBe('Signature');
});

test('what InstaMed did not say has no row, no text and no line', async () => {
  const { transactionId, transactionStatus, requestedAmount } = sampleReceipt;
  const article = await shown({ transactionId, transactionStatus, requestedAmount, tender: 'card', signatureRequired: false });
  // The time is the broker's own, of the settlement.
  expect(Object.keys(rowsOf(article))).toEqual(['Date', 'Requested', 'Approved', 'Paid by', 'Reference']);
  expect(rowsOf(article)['Paid by']?.trim()).toBe('Card');
  expect(article.querySelectorAll(':scope > p')).toHaveLength(1);
  expect(article.querySelector('.signature')).toBeNull();
});

test.each(['brand', 'lastFour'] as const)('a card without its %s is told by the rest', async (missing) => {
  const { [missing]: _, ...card } = { brand: 'Visa', lastFour: '1111' };
  const article = await shown({ ...sampleReceipt, card });
  expect(rowsOf(article)['Paid by']?.trim()).toBe(missing === 'brand' ? 'Card ending 1111' : 'Visa');
  expect(article.textContent).not.toContain('undefined');
});

test.each(Object.entries(languages))('how the card was entered is said in plain words (%s)', async (lang, of) => {
  for (const [said, plain] of [
    ['Chip', of.chip],
    ['Contactless', of.contactless],
    ['Swiped', of.swiped],
    ['KEYED', of.keyed],
  ] as const) {
    const { device: _, ...receipt } = sampleReceipt;
    const article = await shown({ ...receipt, card: { entryMode: said } }, lang);
    expect(rowsOf(article)[of.entryMode], said).toBe(plain);
    clinic.close();
  }
});

test.each(['Fallback swipe', 'Mag-Stripe', 'direction', 'constructor', 'card', '<b>Chip</b>'])(
  'an entry that is not one of InstaMed’s words that we know is told as it came: %s',
  async (said) => {
    const { device: _, ...receipt } = sampleReceipt;
    expect(rowsOf(await shown({ ...receipt, card: { entryMode: said } }))['Entry']).toBe(said);
  },
);

test('a host may say it in words of its own', async () => {
  clinic = new Clinic();
  clinic.element.messages = { keyed: 'Typed by staff' };
  clinic.broker.receipt = { ...sampleReceipt, card: { entryMode: 'Keyed' } };
  await clinic.open();
  await clinic.press('Collect $125.00');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  await clinic.press('Receipt');
  expect(clinic.root.querySelector('article')?.textContent).toContain('Typed by staff');
});

test('an approval in part says what was asked for, what was approved and what is still due', async () => {
  const article = await shown({ ...whole, approvedAmount: { value: '80.00', currency: 'USD' } }, 'en', 'partially_approved');
  expect(rowsOf(article)).toMatchObject({ Requested: '$125.00', Approved: '$80.00', 'Balance due': '$45.00' });
});
