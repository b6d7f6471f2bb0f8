import type { AttentionReason } from '@collect-payment/contract';
import { wantsAttention } from './note.ts';
import type { PaymentSession } from './session.ts';

/** An entry of the list that the host reads and acknowledges. */
export interface AttentionItem {
  /** Made of the session's id and the note's place, so that the same decision never raises two. */
  readonly id: string;
  readonly tenantId: string;
  readonly sessionId: string;
  readonly reason: AttentionReason;
  readonly transactionId?: string;
  readonly raisedAtMs: number;
}

/** What the step from one session to the next gives a person to look at. */
export function attentionItemsOf(from: PaymentSession, to: PaymentSession): readonly AttentionItem[] {
  const { id: sessionId, tenantId } = to.terms;
  return to.notes.flatMap((note, place) => {
    if (place < from.notes.length || !wantsAttention(note)) return [];
    const id = `att_${sessionId.replace(/^ps_/, '')}_${place + 1}`;
    const transaction = 'transactionId' in note ? { transactionId: note.transactionId } : {};
    return [{ id, tenantId, sessionId, reason: note.code, ...transaction, raisedAtMs: note.atMs }];
  });
}
