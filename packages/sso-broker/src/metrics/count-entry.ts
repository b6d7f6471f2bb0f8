import type { LogEntry } from '../log.ts';
import { sheddable } from '../shedding/load.ts';
import type { Instruments } from './instruments.ts';

/** Counts what was logged. The switch is exhaustive: an entry that is new says here what it counts, or that it counts nothing. */
export function countEntry(instruments: Instruments, entry: LogEntry): void {
  switch (entry.type) {
    case 'request': {
      const { method, route, status, durationMs } = entry;
      return instruments.requests.observe({ method, route, status }, durationMs / 1000);
    }
    case 'status_changed':
      instruments.sessions.inc({ tenant: entry.tenantId, status: entry.to });
      if (entry.late) instruments.latePayments.inc({ tenant: entry.tenantId });
      return undefined;
    case 'reversal_changed':
      return instruments.reversals.inc({ tenant: entry.tenantId, reversal: entry.reversal, status: entry.to });
    case 'noted':
      if (entry.attention) instruments.attention.inc({ tenant: entry.tenantId, reason: entry.note.code });
      return undefined;
    case 'claim_lost':
      return instruments.leasesLost.inc();
    case 'effect_failed':
      return instruments.effectsFailed.inc({ effect: entry.effect });
    case 'webhook_delivered':
      return instruments.webhooks.inc({ tenant: entry.tenantId, endpoint: entry.endpointId, outcome: 'delivered' });
    case 'webhook_failed':
      return instruments.webhooks.inc({ tenant: entry.tenantId, endpoint: entry.endpointId, outcome: 'failed' });
    case 'webhook_given_up':
      return instruments.webhooks.inc({ tenant: entry.tenantId, endpoint: entry.endpointId, outcome: 'given_up' });
    case 'webhook_endpoint_disabled':
      return instruments.endpointsDisabled.inc({ tenant: entry.tenantId, endpoint: entry.endpointId });
    case 'notice_followed':
      return instruments.notices.inc({ tenant: entry.tenantId, outcome: 'followed' });
    case 'notice_unmatched':
      return instruments.notices.inc({ tenant: entry.tenantId, outcome: 'unmatched' });
    case 'notice_failed':
      return instruments.notices.inc({ tenant: entry.tenantId, outcome: 'failed' });
    case 'store_failed':
    case 'store_broken':
      return instruments.storeFailures.inc();
    case 'internal_error':
      return instruments.internalErrors.inc();
    case 'audit_failed':
      return instruments.auditFailures.inc({ tenant: entry.tenantId });
    case 'audit_checkpoint':
      return instruments.auditRows.set({ tenant: entry.tenantId }, entry.number);
    case 'load_shed':
      for (const what of sheddable) instruments.loadShed.set({ what }, entry.shed.includes(what) ? 1 : 0);
      return undefined;
    case 'ballast_reserved':
      return instruments.ballastHeld.set(1);
    case 'ballast_spent':
    case 'ballast_missing':
      return instruments.ballastHeld.set(0);
    case 'purged':
      for (const [kind, removed] of Object.entries(entry.removed)) instruments.purged.inc({ kind }, removed);
      return undefined;
    // Breakers are read at each scrape, calls are measured where they are made, and the rest is a life of the process.
    case 'upstream_unavailable':
    case 'upstream_suspended':
    case 'upstream_resumed':
    case 'forwarding_ignored':
    case 'listening':
    case 'draining':
    case 'stopped':
    case 'fatal':
      return undefined;
    default:
      return entry satisfies never;
  }
}
