import type { MetricsSettings } from '../configuration/configuration.ts';
import type { UpstreamCall } from '../gateway/observe-calls.ts';
import type { Log } from '../log.ts';
import { countEntry } from './count-entry.ts';
import { createInstruments } from './instruments.ts';
import { startMetricsServer, type MetricsServer } from './metrics-server.ts';
import { scrape, type ScrapeSources } from './scrape.ts';

export interface Metrics {
  /** Counts what is logged. */
  readonly count: Log;
  /** Measures a call to InstaMed. */
  readonly took: (call: Required<UpstreamCall>) => void;
  /** Lets them be read. Rejects with EADDRINUSE. */
  serve(sources: ScrapeSources, publicUrl: () => string, log: Log): Promise<MetricsServer>;
}

/** Without settings nothing is counted. */
export function openMetrics(settings: MetricsSettings | undefined): Metrics | undefined {
  if (settings === undefined) return undefined;
  const instruments = createInstruments();
  return {
    count: (entry) => countEntry(instruments, entry),
    took({ tenantId: tenant, operation, outcome, durationMs }) {
      if (outcome === 'deferred') instruments.upstreamDeferred.inc({ tenant, operation });
      else instruments.upstream.observe({ tenant, operation, outcome }, durationMs / 1000);
    },
    serve: (sources, publicUrl, log) =>
      startMetricsServer({
        settings,
        publicUrl,
        contentType: instruments.registry.contentType,
        scrape: () => scrape(instruments, sources),
        onInternal: (requestId, error) => log({ type: 'internal_error', requestId, error }),
      }),
  };
}
