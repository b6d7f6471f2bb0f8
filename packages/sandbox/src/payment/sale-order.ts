import { decodeCents, ProtocolError, type NvpFields, type SaleDevice } from '@collect-payment/protocol';
import type { CardOnTransaction, Tender } from './transaction.ts';

/** What the fields of a sale come to. */
export interface SaleOrder {
  readonly tender: Tender;
  readonly cents: number;
  readonly allowPartial: boolean;
  readonly card?: CardOnTransaction;
  /** The saved card that it is made on. */
  readonly savedCard?: string;
  /** Of a check, what is kept of its account. */
  readonly accountLastFour?: string;
  readonly device?: SaleDevice;
  /** What the reader is told. */
  readonly respond?: (approved: boolean) => string;
}

export const textOf = (fields: NvpFields, name: string): string => fields.get(name)?.trim() ?? '';

/** Undefined for what is no amount, or nothing. */
export function readCents(fields: NvpFields): number | undefined {
  try {
    return decodeCents(textOf(fields, 'amount')) || undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
