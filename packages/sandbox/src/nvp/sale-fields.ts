import type { CardSale } from '../payment/sell-by-card.ts';
import type { Sandbox } from '../sandbox.ts';
import { receiptFields, type Pair } from './receipt-fields.ts';

/** The answer to a sale: a receipt's fields, and what the reader is told (instamed-protocol.md §3.4; the documented answer is a part of one). */
export function saleFields({ launch, transaction, emvResponse }: CardSale, sandbox: Sandbox): readonly Pair[] {
  return [...receiptFields(launch, transaction, sandbox), ['emvResponse', emvResponse]];
}
