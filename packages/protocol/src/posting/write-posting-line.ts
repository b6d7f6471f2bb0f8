import { encodeCents } from '../money.ts';
import { postingFields, type PostingRecordId } from './posting-record.ts';

/** A record by the names of its fields. What is not given is empty. */
export interface WrittenPosting {
  readonly recordId: PostingRecordId;
  readonly cents?: number;
  /** In UTC. */
  readonly at: Date;
  /** By the names of the layout, such as `Patient LastName`. */
  readonly fields: Readonly<Record<string, string | undefined>>;
}

/**
 * One line without its end. Pipes and control characters, which a line cannot carry, are written as spaces, and what is too long is cut, as a batch
 * system does.
 */
export function writePostingLine({ recordId, cents, at, fields }: WrittenPosting): string {
  const known: Readonly<Record<string, string | undefined>> = {
    ...fields,
    'Record ID': recordId,
    Amount: cents === undefined ? undefined : encodeCents(cents),
    'Transaction Date': at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, ''),
  };
  return postingFields[recordId]
    .map(({ name, maxLength }) => (known[name] ?? '').replaceAll(/[|\p{Cc}]/gu, ' ').slice(0, maxLength))
    .join('|');
}
