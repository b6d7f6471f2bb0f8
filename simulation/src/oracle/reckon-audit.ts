import type { AuditRow, AuditTrail, PaymentSession } from '@collect-payment/sso-broker/core';
import type { BrokerCore } from '../broker/broker-core.ts';
import { auditKey, tenantIds } from '../configuration.ts';
import type { Oracle } from './oracle.ts';

const rule = 'I12 on record';

interface Entry {
  readonly event: { readonly type: string; readonly sessionId?: string; readonly status?: string };
}

/** In the end every chain is whole, and says of every session that it was made, once, and how it ended. */
export async function reckonAudit(core: BrokerCore, oracle: Oracle, trail: AuditTrail): Promise<void> {
  const keys = [core.deriveAuditKeys(new core.Secret(auditKey))];
  const heads = await trail.heads();
  const events: Entry['event'][] = [];
  for (const tenantId of tenantIds) {
    const rows = await trail.read(tenantId, 0, 100_000);
    const head = heads.find((one) => one.tenantId === tenantId) ?? { number: 0, hash: '' };
    const { problems } = await core.verifyChain(keys, { tenantId, rows: oneByOne(rows), head, checkpoints: [] });
    for (const { type, number } of problems) oracle.break(rule, `${tenantId}: ${type} at ${number}`);
    events.push(...rows.map(({ entry }) => (JSON.parse(entry) as Entry).event));
  }
  for (const session of oracle.stored.values()) {
    const own = events.filter(({ sessionId }) => sessionId === session.terms.id);
    const made = own.filter(({ type }) => type === 'session_created').length;
    if (made !== 1) oracle.break(rule, `${session.terms.id} was made, and is recorded ${made} times`);
    const settled = own.findLast(({ type }) => type === 'session_settled')?.status;
    if (isSettled(session) && settled !== session.status)
      oracle.break(rule, `${session.terms.id} ended as ${session.status}, and is recorded as ${settled ?? 'under way'}`);
  }
}

const isSettled = ({ status }: PaymentSession): boolean =>
  ['approved', 'partially_approved', 'saved', 'declined', 'canceled', 'failed'].includes(status);

async function* oneByOne(rows: readonly AuditRow[]): AsyncGenerator<AuditRow> {
  yield* rows;
}
