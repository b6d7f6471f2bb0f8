import { attentionItemsOf } from '../session/attention-item.ts';
import type { SessionEvent } from '../session/session-event.ts';
import { findReversal, reversalsOf } from '../session/reversals.ts';
import { isSettled, type PaymentSession } from '../session/session.ts';
import type { AuditEvent } from './audit-event.ts';

/** What is recorded of a step: pure, and stored with the step or not at all. `certificate` is of the key that a launch by SAML is signed with. */
export function auditEventsOf(
  from: PaymentSession,
  event: SessionEvent,
  to: PaymentSession,
  certificate: string | undefined,
): readonly AuditEvent[] {
  const { id: sessionId, sso } = to.terms;
  const events: AuditEvent[] = [];
  if (to.status === 'launching' && from.status !== 'launching') {
    events.push({ type: 'session_launched', sessionId });
    if (sso === 'saml' && certificate !== undefined) events.push({ type: 'signing_key_used', sessionId, certificate });
  }
  if (event.type === 'saleIntended' && to !== from) {
    const type = 'tender' in event.by ? 'sale_intended' : 'card_sale_intended';
    events.push({ type, sessionId });
  }
  if (event.type === 'cancelRequested' && to !== from) events.push({ type: 'cancel_requested', sessionId });
  if (to.status !== from.status) events.push(...endOf(from, to));
  events.push(...reversalEventsOf(from, to));
  for (const { id: attentionId, reason } of attentionItemsOf(from, to))
    events.push({ type: 'attention_raised', sessionId, attentionId, reason });
  return events;
}

/** Each void and refund that this step has asked for, begins to send, or has ended. */
function reversalEventsOf(from: PaymentSession, to: PaymentSession): readonly AuditEvent[] {
  const { id: sessionId } = to.terms;
  return reversalsOf(to).flatMap((reversal): readonly AuditEvent[] => {
    const { id: reversalId, type, status, transactionId, cents, requestedBy, approvedBy } = reversal;
    const before = findReversal(from, reversalId);
    if (before === undefined) {
      const people = { ...(requestedBy !== undefined && { requestedBy }), ...(approvedBy !== undefined && { approvedBy }) };
      return [{ type: 'reversal_requested', sessionId, reversalId, reversal: type, transactionId, cents, ...people }];
    }
    if (before.status === status) return [];
    if (status === 'sent') return [{ type: 'reversal_sent', sessionId, reversalId }];
    return status === 'pending' || status === 'unknown' ? [] : [{ type: 'reversal_ended', sessionId, reversalId, status }];
  });
}

function endOf(from: PaymentSession, to: PaymentSession): readonly AuditEvent[] {
  const { id: sessionId } = to.terms;
  if (isSettled(to)) return [{ type: 'session_settled', sessionId, status: to.status, late: to.late }];
  // A launch that came to nothing leads back to an expiry that was recorded already.
  if (to.status === 'expired' && from.status !== 'launching') return [{ type: 'session_expired', sessionId }];
  return to.status === 'unresolved' ? [{ type: 'session_unresolved', sessionId }] : [];
}

/** What is recorded of a creation, by what came of it. */
export function auditEventsOfCreation(
  type: 'created' | 'joined',
  { terms: { id: sessionId }, notes }: PaymentSession,
): readonly AuditEvent[] {
  if (type === 'joined') return [{ type: 'session_joined', sessionId }];
  const allowed = notes.flatMap((note) =>
    note.code === 'duplicate_allowed' ? [{ type: note.code, sessionId, rivalId: note.rivalId } as const] : [],
  );
  return [{ type: 'session_created', sessionId }, ...allowed];
}
