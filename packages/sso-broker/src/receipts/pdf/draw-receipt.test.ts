import { describe, expect, it } from 'vitest';
import { readPdf } from '../../../test/support/read-pdf.ts';
import { plainText } from '../plain-text.ts';
import type { PrintedReceipt } from '../printed-receipt.ts';
import { drawReceipt } from './draw-receipt.ts';

const receipt: PrintedReceipt = {
  language: 'en',
  direction: 'ltr',
  title: 'Receipt A1',
  heading: 'Receipt',
  amounts: ['Paid $125.00'],
  rows: [{ name: 'Patient', value: 'Ada' }],
  printedAtMs: 0,
  fileName: 'receipt-A1.pdf',
};

const valueOf = async (value: string, more: Partial<PrintedReceipt> = {}): Promise<string | undefined> => {
  const { lines } = await readPdf(await drawReceipt({ ...receipt, ...more, rows: [{ name: '#', value }] }));
  const line = lines.find((each) => each.includes('#'));
  return line?.split(' | ').find((side) => side !== '#');
};

const margin = { left: 53, right: 559 };

describe('a drawn receipt', { timeout: 120_000 }, () => {
  it.each([
    `O'Brien <&"> 李`,
    'José Ñuñez-Œuvre, fiancée & Łukasz',
    'Nguyễn Thị Ánh Đào, Thỉ Ỉ Ị',
    '李小龙 歐陽 吉野',
    'ひらがな カタカナ',
    '김철수',
    'Дмитрий Щербаков',
    'Ελένη Παπαδοπούλου',
    'สมชาย',
    'محمد الأحمد',
    'عبد الله لا إله آلاء لإبراهيم',
    'شكرًا مُحَمَّد',
    'یوسف گلپایگانی چھوٹا',
    'שלום עולם',
  ])('gives a name back as it was: %s', async (name) => {
    expect((await valueOf(name))?.normalize('NFC')).toBe(name.normalize('NFC'));
  });

  it('sets what runs from right to left and what does not as the bidirectional algorithm says', async () => {
    // From left to right as they stand on the paper; the parts are read each in its own direction.
    expect(await valueOf('محمد (Ali) 42', { direction: 'rtl' })).toBe('42 (Ali) محمد');
    expect(await valueOf('Ali (محمد) 42')).toBe('Ali (محمد) 42');
  });

  it('puts names at the right and values at the left where the language runs from the right', async () => {
    const { lines } = await readPdf(await drawReceipt({ ...receipt, language: 'ar', direction: 'rtl' }));
    expect(lines).toContain('Ada | Patient');
  });

  it('is tagged, and tells its title and its language', async () => {
    const full = { ...receipt, notice: 'Note', authorizationText: 'I agree.', signature: 'Signature' };
    const { title, language, tags, lines, pages } = await readPdf(await drawReceipt(full));
    expect({ title, language, pages }).toEqual({ title: 'Receipt A1', language: 'en', pages: 1 });
    expect(tags).toEqual(['Root', 'Document', 'H1', 'P', 'P', 'L', 'LI', 'Lbl', 'LBody', 'P', 'P']);
    expect(lines).toEqual(['Receipt', 'Paid $125.00', 'Note', 'Patient | Ada', 'I agree.', 'Signature']);
  });

  it('is the same for the same receipt', async () => {
    const [one, other] = [await drawReceipt(receipt), await drawReceipt(receipt)];
    expect(Buffer.from(one).equals(other)).toBe(true);
  });

  it('marks a character that no font has, and no other for it', async () => {
    expect(await valueOf('Ada 😀 B')).toBe('Ada \uFFFD B');
  });

  it.each([
    ['a word without an end', 'x'.repeat(100_000)],
    ['words without an end', 'wide '.repeat(20_000)],
    ['a letter with marks without an end', `e${'\u0301'.repeat(100_000)}`],
    ['an Arabic word without an end', 'بيت'.repeat(30_000)],
    ['a Chinese text without an end', '李'.repeat(100_000)],
    ['characters that no font has', '😀\u{10FFFD}\uD800ߊ'.repeat(20_000)],
    ['orders to turn around', '\u202E\u2066\u2067\u202D'.repeat(20_000)],
  ])('keeps to its margins, few pages and few bytes: %s', async (_what, text) => {
    const rows = Array.from({ length: 21 }, (_, at) => ({ name: `Row ${at}`, value: plainText(text, 300) }));
    const bytes = await drawReceipt({ ...receipt, rows, authorizationText: plainText(text, 3000), signature: 'Signature' });
    const { edges, pages, lines } = await readPdf(bytes);
    expect(edges.left).toBeGreaterThan(margin.left);
    expect(edges.right).toBeLessThan(margin.right);
    expect(pages).toBeLessThanOrEqual(8);
    expect(bytes.length).toBeLessThan(300_000);
    expect(lines.at(-1)).toBe('Signature');
  });
});
