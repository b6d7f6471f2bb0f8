import { createHmac, timingSafeEqual } from 'node:crypto';

/** The last row of a tenant's chain: how many there are, and its hash. */
export interface ChainHead {
  readonly number: number;
  /** Hexadecimal; empty before the first row. */
  readonly hash: string;
}

/** One row. `entry` is JSON, and is what the hash was made of, to the letter. */
export interface AuditRow extends ChainHead {
  readonly entry: string;
}

export const emptyChain: ChainHead = { number: 0, hash: '' };

/**
 * `h_n = HMAC-SHA256(key, h_(n-1) ‖ entry_n)`: no row can be changed, taken out, put in or moved without the key. The hash before has one
 * length, and an entry begins with a brace, so that no other two give the same text.
 */
export function hashRow(key: Uint8Array, previousHash: string, entry: string): string {
  return createHmac('sha256', key).update(previousHash).update(entry, 'utf8').digest('hex');
}

/** The rows that follow a head. `write` gives the entry of each number. */
export function linkRows(key: Uint8Array, head: ChainHead, writes: readonly ((number: number) => string)[]): readonly AuditRow[] {
  const rows: AuditRow[] = [];
  let { number, hash } = head;
  for (const write of writes) {
    number += 1;
    const entry = write(number);
    hash = hashRow(key, hash, entry);
    rows.push({ number, hash, entry });
  }
  return rows;
}

export function isHashOf(key: Uint8Array, previousHash: string, { hash, entry }: AuditRow): boolean {
  const made = Buffer.from(hashRow(key, previousHash, entry));
  const told = Buffer.from(hash);
  return made.length === told.length && timingSafeEqual(made, told);
}
