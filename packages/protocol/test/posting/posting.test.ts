import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs, tell } from '../../../../scripts/tried/tried.ts';
import { PostingReader, writePostingLine, type PostingRecord, type ReadLine } from '../../src/index.ts';
import { postingFields, postingRecordIds } from '../../src/posting/posting-record.ts';

const folder = join(import.meta.dirname, '../fixtures/posting');
const golden = readdirSync(folder).filter((file) => file.endsWith('.txt'));

/** The whole file in pieces of this many bytes. */
function readAll(bytes: Uint8Array, size = bytes.length || 1): readonly ReadLine[] {
  const reader = new PostingReader();
  const lines: ReadLine[] = [];
  for (let from = 0; from < bytes.length; from += size) lines.push(...reader.push(bytes.subarray(from, from + size)));
  return [...lines, ...reader.end()];
}

const readText = (text: string): readonly ReadLine[] => readAll(Buffer.from(text));
const recordsOf = (lines: readonly ReadLine[]): readonly PostingRecord[] =>
  lines.flatMap((line) => (line.type === 'record' ? [line.record] : []));
const troublesOf = (lines: readonly ReadLine[]) =>
  lines.flatMap((line) => (line.type === 'unreadable' ? [{ code: line.error.code, ...line.error.details }] : []));

const sale = writePostingLine({
  recordId: 'IMDPA14',
  cents: 12_500,
  at: new Date('2026-11-20T15:04:05Z'),
  fields: {
    'Merchant ID': '6011000551245',
    'Store ID': '001',
    'Terminal ID': '002',
    'Payment Transaction Type': 'CreditCard',
    'Payment Transaction Action': 'AuthCapt',
    'Card Type': 'VISA',
    'Transaction ID': '3c4fabfad61e47e4aa10b52529476529',
    'Authorization Number': 'A3807B',
    'Transaction Status Code': 'C',
    'Patient LastName': 'O|Brien',
    AdditionalInfo5: 'ps_0000000000000000000001',
  },
});
/** The sale with the field in this place, from 1, changed. */
const changed = (place: number, value: string): string =>
  sale
    .split('|')
    .with(place - 1, value)
    .join('|');

describe('a posting file', () => {
  test.each(golden)('of the golden ones is read as it is written down: %s', async (file) => {
    const lines = readAll(readFileSync(join(folder, file)));
    expect(troublesOf(lines)).toEqual([]);
    await expect(`${JSON.stringify(lines, undefined, 2)}\n`).toMatchFileSnapshot(join(folder, file.replace('.txt', '.json')));
  });

  test('is the same in pieces of any size', () => {
    const bytes = readFileSync(join(folder, 'imdpa12-with-header.txt'));
    const whole = readAll(bytes);
    for (let size = 1; size <= bytes.length; size += 1) expect(readAll(bytes, size)).toEqual(whole);
  });

  test('is read by either end of line, and past blank lines', () => {
    const lines = readText(`${sale}\r\n\r\n${sale}\n\n${sale}`);
    expect(recordsOf(lines)).toHaveLength(3);
    expect(lines.map(({ line, type }) => [line, type])).toEqual([
      [1, 'record'],
      [2, 'blank'],
      [3, 'record'],
      [4, 'blank'],
      [5, 'record'],
    ]);
  });

  test('holds nothing of a person in what is kept of it', () => {
    expect(JSON.stringify(readText(sale))).not.toContain('Brien');
  });

  test('gives back what was written, in every layout', () => {
    for (const recordId of postingRecordIds) {
      const text = writePostingLine({ recordId, cents: 5, at: new Date('2026-02-28T23:59:59Z'), fields: fieldsOf(sale) });
      expect(recordsOf(readText(text))).toMatchObject([{ recordId, cents: 5, localTime: '2026-02-28T23:59:59', statusCode: 'C' }]);
      expect(text.split('|')).toHaveLength(postingFields[recordId].length);
    }
  });
});

const fieldsOf = (line: string): Record<string, string | undefined> =>
  Object.fromEntries(postingFields.IMDPA14.map(({ name }, place) => [name, line.split('|')[place]]));

describe('a line that is refused', () => {
  test.each([
    ['a record of no layout we know', sale.replace('IMDPA14', 'IMDPA15'), { code: 'ERR_POSTING_RECORD' }],
    ['another file’s record', 'IMARF10|1|2', { code: 'ERR_POSTING_RECORD' }],
    ['too few fields', sale.split('|').slice(0, 11).join('|'), { code: 'ERR_POSTING_FIELD_COUNT' }],
    ['far too many fields', `${sale}${'|'.repeat(40)}`, { code: 'ERR_POSTING_FIELD_COUNT' }],
    ['no transaction id', changed(9, ''), { code: 'ERR_POSTING_FIELD', field: 'Transaction ID' }],
    ['a transaction id of other signs', changed(9, '3c4f;DROP'), { code: 'ERR_POSTING_FIELD', field: 'Transaction ID' }],
    ['a negative amount', changed(7, '-125.00'), { code: 'ERR_POSTING_FIELD', field: 'Amount' }],
    ['an amount with a comma', changed(7, '1,250.00'), { code: 'ERR_POSTING_FIELD', field: 'Amount' }],
    ['a day that never was', changed(11, '20260231120000'), { code: 'ERR_POSTING_FIELD', field: 'Transaction Date' }],
    ['a name that is too long', changed(13, 'x'.repeat(51)), { code: 'ERR_POSTING_FIELD', field: 'Patient LastName' }],
    ['a control character', changed(22, 'a\u0000b'), { code: 'ERR_POSTING_FIELD', field: 'AdditionalInfo1' }],
    ['a status of digits', changed(12, '7'), { code: 'ERR_POSTING_FIELD', field: 'Transaction Status Code' }],
    ['a line longer than any', 'x'.repeat(8_193), { code: 'ERR_POSTING_LINE_TOO_LONG' }],
  ])('for %s is told by its number and field, and hides none of the others', (_, bad, trouble) => {
    const lines = readText(`${sale}\n${bad}\n${sale}\n`);
    expect(troublesOf(lines)).toMatchObject([{ line: 2, ...trouble }]);
    expect(recordsOf(lines)).toHaveLength(2);
  });

  test('says nothing of what it held', () => {
    const [line] = readText(changed(7, 'Sentinel'));
    expect(line?.type === 'unreadable' && JSON.stringify([line.error.message, line.error.details])).not.toContain('Sentinel');
  });

  test('costs no more memory than a line, however long it is', () => {
    const reader = new PostingReader();
    for (let piece = 0; piece < 2_000; piece += 1) expect(reader.push(Buffer.alloc(65_536, 0x78))).toEqual([]);
    expect(JSON.stringify(reader).length).toBeLessThan(8_192 * 4);
    expect(recordsOf([...reader.push(Buffer.from(`\n${sale}\n`))])).toHaveLength(1);
  });
});

test('whatever stands in a file, every line is read or refused, and all pieces say the same', { timeout: 120_000 }, (context) => {
  const seen = { read: 0, refused: 0 };
  const line = fc.oneof(
    { weight: 3, arbitrary: fc.record({ place: fc.integer({ min: 1, max: 29 }), value: fc.string({ unit: 'binary', maxLength: 60 }) }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.integer({ min: 1, max: 300 }), (lines, size) => {
      const text = lines.map((part) => (typeof part === 'string' ? part : changed(part.place, part.value))).join('\n');
      const bytes = Buffer.from(text);
      const whole = readAll(bytes);
      expect(readAll(bytes, size)).toEqual(whole);
      expect(whole.map((read) => read.line)).toEqual(whole.map((_, index) => index + 1));
      seen.read += recordsOf(whole).length;
      seen.refused += troublesOf(whole).length;
    }),
    runs(2_000),
  );
  tell(context, 'posting file', seen.read + seen.refused, `damaged lines: ${seen.read} read, ${seen.refused} refused, 0 crashes`);
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(0);
});
