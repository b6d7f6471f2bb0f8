import { describe, expect, it } from 'vitest';
import { approved, declined, partiallyApproved, receiptOf } from '../../test/session/receipts.ts';
import { ask, askRefund, lost, paid, refused, send, taken } from '../../test/session/reversals.ts';
import { confirming, expired, found, open, Story, type Story as StoryType } from '../../test/session/story.ts';
import { terms } from '../../test/session/terms.ts';
import { createSession } from '../session/transition.ts';
import { printedReceiptOf } from './printed-receipt.ts';

const options = { merchantName: 'Riverside Clinic', language: 'en', timeZone: 'America/Chicago', nowMs: 0 } as const;
const printed = ({ session }: StoryType, more: Partial<typeof options> = {}) => printedReceiptOf(session, { ...options, ...more });

describe('a printed receipt', () => {
  it.each([
    ['open', open],
    ['being confirmed', confirming],
    ['expired', expired],
    ['declined', confirming.next(found(declined))],
    ['voided before it was found', confirming.next(found(receiptOf('V')))],
    ['of a status that nobody knows', confirming.next(found(receiptOf('?')))],
  ])('is none of a payment that is %s', (_what, story) => {
    expect(printed(story)).toBeUndefined();
  });

  it('has a row for everything that the widget’s receipt shows, in its order', () => {
    const receipt = receiptOf('C', 'a1', {
      responseMessage: 'APPROVAL',
      authorizationNumber: 'A3807B',
      authorizationText: 'I AGREE.',
      transactionDate: '2026-11-20T20:37:21.523Z',
      cardBrand: 'VISA',
      cardHolderName: 'ADA O’BRIEN',
      entryMode: 'Chip',
      signatureRequired: true,
      partialApprovalCents: 8_000,
      emv: {
        applicationName: 'VISA CREDIT',
        applicationIdentifier: 'A0000000031010',
        terminalVerificationResults: '0080008000',
        issuerApplicationData: '06010A03A00000',
        transactionStatusInformation: 'E800',
        applicationResponseCode: '00',
        verifiedByPin: true,
      },
    });
    const device = { name: 'Lane 3', serialNumber: 'S-1', firmwareVersion: '1' };
    const patient = { id: 'P-1', firstName: 'Ada', lastName: 'Byron' };
    const createdAtMs = Date.parse('2026-11-20T20:30:00Z');
    const session = createSession({ ...terms, createdAtMs, expiresAtMs: createdAtMs + 3_600_000, patient, device, invoice: 'INV-7' });
    const story = new Story(session, new Map(), createdAtMs).launch('L1', 'T1').next(found(receipt), 600_000);
    const print = printed(story);
    expect(print?.rows.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Paid to: Riverside Clinic',
      'Date: November 20, 2026 at 2:37 PM CST',
      'Patient: Ada Byron',
      'Patient reference: P-1',
      'Invoice: INV-7',
      'Requested: $125.00',
      'Approved: $80.00',
      'Balance due: $45.00',
      'Paid by: VISA ending 1111',
      'Cardholder: ADA O’BRIEN',
      'Entry: Chip Lane 3 S-1',
      'Authorization: A3807B',
      'Response: 000 APPROVAL',
      'Application: VISA CREDIT',
      'AID: A0000000031010',
      'TVR: 0080008000',
      'IAD: 06010A03A00000',
      'TSI: E800',
      'ARC: 00',
      'PIN: ✓',
      'Reference: a1',
    ]);
    expect(print).toMatchObject({
      title: 'Receipt a1',
      heading: 'Receipt',
      amounts: ['Paid $80.00', '$45.00 still due'],
      authorizationText: 'I AGREE.',
      signature: 'Signature',
      fileName: 'receipt-a1.pdf',
    });
  });

  it('is cleaned of what others wrote into it, and its file is named by nothing else than letters and digits', () => {
    const receipt = receiptOf('C', '../a"1\r\n', { cardHolderName: '\u202EADA\u0000', authorizationText: 'y'.repeat(100_000) });
    const print = printed(confirming.next(found(receipt)));
    expect(print?.rows).toContainEqual({ name: 'Cardholder', value: 'ADA' });
    expect(print?.fileName).toBe('receipt-a1.pdf');
    expect(print?.authorizationText).toHaveLength(3000);
  });

  it('is headed by what became of money that went back, and no longer says that it was paid', () => {
    const voided = printed(taken(send(ask(paid, 'v1'), 'v1'), 'v1'));
    expect([voided?.heading, voided?.amounts]).toEqual(['This payment was voided. The money was not kept.', []]);
    const refund = printed(taken(send(askRefund(paid, 'r1', 12_500), 'r1'), 'r1', 'b1'));
    expect([refund?.heading, refund?.amounts]).toEqual(['Refunded: $125.00', []]);
  });

  it('tells what was refunded in part', () => {
    const print = printed(taken(send(askRefund(paid, 'r1', 2_500), 'r1'), 'r1', 'b1'));
    expect([print?.heading, print?.amounts, print?.notice]).toEqual(['Receipt', ['Paid $125.00', 'Refunded: $25.00'], undefined]);
  });

  it('warns while nobody knows what became of a void or refund, and not once it failed', () => {
    const sent = send(askRefund(paid, 'r1', 2_500), 'r1');
    const notice = 'All or a part of this payment may have been given back.';
    for (const story of [ask(paid, 'v1'), sent, lost(sent, 'r1')]) expect(printed(story)).toMatchObject({ heading: 'Receipt', notice });
    expect(printed(refused(sent, 'r1'))).not.toHaveProperty('notice');
  });

  it('is in its language, its direction and the time zone that was asked for', () => {
    const story = confirming.next(found(partiallyApproved));
    expect(printed(story, { language: 'ar' as 'en' })).toMatchObject({ direction: 'rtl', heading: 'الإيصال' });
    expect(printed(story, { language: 'zh' as 'en' })).toMatchObject({ direction: 'ltr', amounts: ['已支付 $80.00', '尚欠 $45.00'] });
    const utc = printed(confirming.next(found(approved)), { timeZone: 'UTC' as 'America/Chicago' });
    expect(utc?.rows.find(({ name }) => name === 'Date')?.value).toMatch(/UTC$/);
  });
});
