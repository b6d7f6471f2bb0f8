import type { Tenant } from '../configuration/configuration.ts';
import type { Breaker } from '../gateway/breaker.ts';
import type { UpstreamGuard } from '../gateway/upstream-guard.ts';
import { activeSigning } from '../identity/active-signing.ts';
import type { Store } from '../storage/store.ts';
import type { Instruments } from './instruments.ts';

export interface ScrapeSources {
  readonly tenants: readonly Tenant[];
  readonly guard: Pick<UpstreamGuard, 'gauges'>;
  readonly store: Pick<Store, 'backlog' | 'nextDueAtMs'>;
  readonly nowMs: () => number;
  readonly eventStreams: () => number;
  readonly requestsUnderWay: () => number;
}

const levels: Readonly<Record<Breaker['state'], number>> = { closed: 0, half_open: 1, open: 2 };

/** Reads what is only true now, and writes everything as Prometheus reads it. A database that is away is told by `store_up`. */
export async function scrape(instruments: Instruments, sources: ScrapeSources): Promise<string> {
  const { guard, tenants, nowMs, eventStreams, requestsUnderWay } = sources;
  for (const { tenantId: tenant, operation, state } of guard.gauges()) instruments.breaker.set({ tenant, operation }, levels[state]);
  for (const { id: tenant, instamed } of tenants) {
    if (instamed.saml === undefined) continue;
    const { validToDate } = activeSigning(instamed.saml, nowMs()).certificate;
    instruments.certificateEnd.set({ tenant }, validToDate.getTime() / 1000);
  }
  instruments.eventStreams.set(eventStreams());
  instruments.requestsUnderWay.set(requestsUnderWay());
  await readStore(instruments, sources);
  return instruments.registry.metrics();
}

async function readStore(instruments: Instruments, { tenants, store, nowMs }: ScrapeSources): Promise<void> {
  const gauges = [instruments.attentionOpen, instruments.webhooksPending, instruments.webhooksOldest, instruments.noticesPending];
  try {
    const dueAtMs = await store.nextDueAtMs(nowMs());
    instruments.workOverdue.set(dueAtMs === undefined ? 0 : Math.max(0, nowMs() - dueAtMs) / 1000);
    for (const { id: tenant } of tenants) {
      const { openAttention, pendingWebhooks, oldestWebhookAtMs, pendingNotices } = await store.backlog.of(tenant);
      instruments.attentionOpen.set({ tenant }, openAttention);
      instruments.webhooksPending.set({ tenant }, pendingWebhooks);
      instruments.webhooksOldest.set({ tenant }, oldestWebhookAtMs === undefined ? 0 : Math.max(0, nowMs() - oldestWebhookAtMs) / 1000);
      instruments.noticesPending.set({ tenant }, pendingNotices);
    }
    instruments.storeUp.set(1);
  } catch {
    // What was true once must not look as if it were.
    for (const gauge of gauges) gauge.reset();
    instruments.workOverdue.reset();
    instruments.storeUp.set(0);
  }
}
