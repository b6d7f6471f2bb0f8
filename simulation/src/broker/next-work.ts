import type { SimulatedDisk } from './simulated-store.ts';

/** When a broker whose clock is `offsetMs` off the world's can first claim anything, in the world's time; never is infinite. */
export function nextWorkAtMs({ sharedEffects, deliveries, disabledEndpoints, notices }: SimulatedDisk, offsetMs: number): number {
  let nextMs = Number.POSITIVE_INFINITY;
  for (const { effect, leasedUntilMs = 0 } of sharedEffects.rows.values())
    nextMs = Math.min(nextMs, Math.max(effect.dueAtMs - offsetMs, leasedUntilMs));
  for (const { item, dueAtMs, leasedUntilMs = 0 } of deliveries) {
    if (item.status === 'pending' && !disabledEndpoints.has(JSON.stringify([item.tenantId, item.endpointId])))
      nextMs = Math.min(nextMs, Math.max(dueAtMs - offsetMs, leasedUntilMs));
  }
  for (const { dueAtMs, leasedUntilMs = 0 } of notices)
    if (dueAtMs !== undefined) nextMs = Math.min(nextMs, Math.max(dueAtMs - offsetMs, leasedUntilMs));
  return nextMs;
}
