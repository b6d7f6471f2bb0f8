import type { Problems } from './problems.ts';
import type { ConnectionsFile, LimitsFile } from './limits-file.ts';

export type CallerLimits = Readonly<Required<LimitsFile>>;
export type ConnectionSettings = Readonly<Required<ConnectionsFile>>;

/** Well beyond what hosts and pages do; docs/broker.md says what each counts. */
export const defaultLimits: CallerLimits = {
  hostRequestsPerMinute: 6000,
  createsPerSecond: 50,
  createsAtOnce: 200,
  pageRequestsPerMinute: 600,
  readsPerSecond: 10,
  launchIntervalMs: 5000,
  launchesPerSession: 5,
  streamsPerSession: 10,
  streamsPerAddress: 20,
  failedAuthenticationsPerMinute: 10,
};

export const defaultConnections: ConnectionSettings = {
  most: 10_000,
  perAddress: 256,
  headerBytes: 16_384,
  headerCount: 100,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  // Longer than a balancer keeps an idle connection, so that it is the one that closes it.
  keepAliveTimeoutMs: 72_000,
  stalledTimeoutMs: 60_000,
};

/** The longest that a call may take without a byte on its connection: a launch or a cancel waits for InstaMed. */
const longestSilenceMs = 45_000;

export function readLimits(problems: Problems, file: LimitsFile = {}): CallerLimits {
  const limits = { ...defaultLimits, ...file };
  problems.refuse(limits.createsAtOnce < limits.createsPerSecond, 'limits/createsAtOnce', 'is less than createsPerSecond');
  return limits;
}

export function readConnectionSettings(problems: Problems, file: ConnectionsFile = {}): ConnectionSettings {
  const settings = { ...defaultConnections, ...file };
  problems.refuse(settings.headersTimeoutMs > settings.requestTimeoutMs, 'connections/headersTimeoutMs', 'is longer than requestTimeoutMs');
  problems.refuseInProduction(
    settings.stalledTimeoutMs < longestSilenceMs,
    'connections/stalledTimeoutMs',
    'is shorter than a call may wait for InstaMed',
  );
  return settings;
}
