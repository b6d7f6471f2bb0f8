/**
 * What is kept for a time only.
 *
 * - `idempotencyKeys` since they were used, with whatever they led to;
 * - `deliveredWebhooks` since the host took them. What is pending, or was given up, the host has not been told: it stays;
 * - `followedNotices` of InstaMed's, since they came. One that is not done yet stays;
 * - `acknowledgedAttention` since a person acknowledged it. What nobody has stays;
 * - `personalData` of a session since its last change, once that was final. The session itself stays, without it.
 */
export type Perishable = 'idempotencyKeys' | 'deliveredWebhooks' | 'followedNotices' | 'acknowledgedAttention' | 'personalData';

export const perishables = [
  'idempotencyKeys',
  'deliveredWebhooks',
  'followedNotices',
  'acknowledgedAttention',
  'personalData',
] as const satisfies readonly Perishable[];

/** The store's own end of what is kept: removed by `engine/purger.ts`, and by nobody else. */
export interface Retention {
  /** Takes or prolongs the turn to purge. False while another broker has it. */
  takeTurn(forMs: number): Promise<boolean>;
  /** Removes up to `limit` of what came to its end before this time, the oldest first. Answers how many it removed. */
  remove(kind: Perishable, beforeMs: number, limit: number): Promise<number>;
  /** Leaves nothing to be read of what was removed, as far as that is the broker's to do. */
  scrub(): Promise<void>;
}
