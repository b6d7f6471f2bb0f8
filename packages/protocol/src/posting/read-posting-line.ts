import { controlCharacter } from '../characters.ts';
import { ProtocolError } from '../errors.ts';
import { decodeCents } from '../money.ts';
import { mostPostingFields, postingFields, postingRecordIds, type PostingRecord, type PostingRecordId } from './posting-record.ts';

/** A line of the file: a record, or what stands around the records. */
export type PostingLine =
  | { readonly type: 'record'; readonly record: PostingRecord }
  /** The first line of 1.2.2: `H`, the day on which the file was made, and a lockbox. */
  | { readonly type: 'header' }
  | { readonly type: 'blank' };

/**
 * Reads one line, without its end. `line` is its number, from 1, for whoever has to find it.
 *
 * ERR_POSTING_RECORD: not a record of a layout we know; ERR_POSTING_FIELD_COUNT: too few fields, or far too many; ERR_POSTING_FIELD: one is
 * missing, too long, holds a control character, or is not what its name calls for. Never the text itself: it is about a person.
 */
export function readPostingLine(text: string, line: number): PostingLine {
  if (text.trim() === '') return { type: 'blank' };
  const parts = text.split('|');
  if (parts[0] === 'H' && /^[0-9]{8}$/.test(parts[1] ?? '')) return { type: 'header' };
  const values = parts[0] === 'D' ? parts.slice(1) : parts;
  const recordId = postingRecordIds.find((known) => known === values[0]);
  if (recordId === undefined) throw new ProtocolError('ERR_POSTING_RECORD', { line });
  return { type: 'record', record: readRecord(recordId, values, line) };
}

function readRecord(recordId: PostingRecordId, values: readonly string[], line: number): PostingRecord {
  const fields = postingFields[recordId];
  // A writer may leave out empty fields at the end; the status, the last that is required, is always there.
  const fewest = fields.findLastIndex(({ required }) => required === true) + 1;
  if (values.length < fewest || values.length > mostPostingFields) throw new ProtocolError('ERR_POSTING_FIELD_COUNT', { line });
  const checked = new Map<string, string>();
  for (const [place, { name, maxLength, required }] of fields.entries()) {
    const value = (values[place] ?? '').trim();
    const isBad = value.length > maxLength || controlCharacter.test(value) || (required === true && value === '');
    if (isBad) throw new ProtocolError('ERR_POSTING_FIELD', { line, field: name });
    checked.set(name, value);
  }
  const refuse = (field: string): never => {
    throw new ProtocolError('ERR_POSTING_FIELD', { line, field });
  };
  const read = (name: string): string => checked.get(name) ?? '';
  const shaped = (name: string, shape: RegExp): string => (shape.test(read(name)) ? read(name) : refuse(name));
  const cents = readAmount(read('Amount'), refuse);
  return {
    recordId,
    merchantId: read('Merchant ID'),
    storeId: read('Store ID'),
    terminalId: read('Terminal ID'),
    transactionType: shaped('Payment Transaction Type', /^[A-Za-z]+$/),
    transactionAction: shaped('Payment Transaction Action', /^[A-Za-z]+$/),
    transactionId: shaped('Transaction ID', /^[0-9A-Za-z-]+$/),
    localTime: readTime(read('Transaction Date')) ?? refuse('Transaction Date'),
    statusCode: shaped('Transaction Status Code', /^[A-Za-z]+$/).toUpperCase(),
    additionalInfo: readAdditionalInfo(read),
    ...(cents !== undefined && { cents }),
    ...optional('cardType', read('Card Type')),
    ...optional('authorizationNumber', read('Authorization Number')),
  };
}

function optional<Name extends string>(name: Name, value: string): { readonly [Key in Name]?: string } {
  return (value === '' ? {} : { [name]: value }) as { readonly [Key in Name]?: string };
}

function readAmount(text: string, refuse: (field: string) => never): number | undefined {
  if (text === '') return undefined;
  try {
    return decodeCents(text);
  } catch {
    return refuse('Amount');
  }
}

function readAdditionalInfo(read: (name: string) => string): Readonly<Record<number, string>> {
  const numbers = [1, 2, 3, 4, 5, 6].filter((number) => read(`AdditionalInfo${number}`) !== '');
  return Object.fromEntries(numbers.map((number) => [number, read(`AdditionalInfo${number}`)]));
}

/** `20261120150405` as ISO 8601 without a zone; undefined for a time that never was. */
function readTime(digits: string): string | undefined {
  if (!/^(19|20)[0-9]{12}$/.test(digits)) return undefined;
  const [date, time] = [digits.slice(0, 8), digits.slice(8)];
  const text = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`;
  const at = new Date(`${text}Z`);
  // A 31 February would move on to March.
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 19) !== text ? undefined : text;
}
