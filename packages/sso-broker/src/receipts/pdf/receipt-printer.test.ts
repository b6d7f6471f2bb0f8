import { expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../../../test/engine/fake-clock.ts';
import type { PrintedReceipt } from '../printed-receipt.ts';
import { ReceiptPrinter } from './receipt-printer.ts';

const receipt: PrintedReceipt = {
  language: 'en',
  direction: 'ltr',
  title: 'Receipt A1',
  heading: 'Receipt',
  amounts: ['Paid $125.00'],
  rows: [],
  printedAtMs: 0,
  fileName: 'receipt-A1.pdf',
};

function start(limits = { deadlineMs: 20_000, waiting: 2 }) {
  const clock = new FakeClock();
  const printer = new ReceiptPrinter(clock, limits);
  onTestFinished(() => printer.close());
  return { clock, printer };
}

const isPdf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-';

test('receipts are drawn in the order of asking, and those beyond the limit are refused', { timeout: 60_000 }, async () => {
  const { printer } = start();
  const asked = [printer.print(receipt), printer.print(receipt)];
  await expect(printer.print(receipt)).rejects.toMatchObject({ code: 'ERR_OVERLOADED', details: { retryAfterSeconds: 5 } });
  expect((await Promise.all(asked)).map(isPdf)).toEqual([true, true]);
  expect(isPdf(await printer.print(receipt))).toBe(true);
});

test('a receipt that takes too long is given up, and the next one is drawn', { timeout: 60_000 }, async () => {
  const { clock, printer } = start();
  const late = printer.print(receipt);
  await Promise.all([expect(late).rejects.toThrow('A receipt was not drawn in time'), clock.advance(20_000)]);
  expect(isPdf(await printer.print(receipt))).toBe(true);
});

test('a receipt that cannot be drawn is told by the kind of its error only', { timeout: 60_000 }, async () => {
  const { printer } = start();
  const broken = { ...receipt, rows: [{ name: 'Patient', value: 42 as unknown as string }] };
  await expect(printer.print(broken)).rejects.toThrow('A receipt could not be drawn: TypeError');
  expect(isPdf(await printer.print(receipt))).toBe(true);
});
