import { Type, type Static } from 'typebox';
import { milliseconds, strict } from './shapes.ts';

const count = (maximum: number) => Type.Integer({ minimum: 1, maximum });

/** What a caller may do. The defaults are in read-limits.ts. */
export const LimitsFile = Type.Object(
  {
    hostRequestsPerMinute: Type.Optional(count(10_000_000)),
    createsPerSecond: Type.Optional(count(1_000_000)),
    createsAtOnce: Type.Optional(count(1_000_000)),
    pageRequestsPerMinute: Type.Optional(count(10_000_000)),
    readsPerSecond: Type.Optional(count(1_000_000)),
    launchIntervalMs: Type.Optional(milliseconds(1)),
    launchesPerSession: Type.Optional(count(1000)),
    streamsPerSession: Type.Optional(count(100)),
    streamsPerAddress: Type.Optional(count(1_000_000)),
    failedAuthenticationsPerMinute: Type.Optional(count(1_000_000)),
  },
  strict,
);
export type LimitsFile = Static<typeof LimitsFile>;

/** What a connection may take. */
export const ConnectionsFile = Type.Object(
  {
    most: Type.Optional(count(1_000_000)),
    perAddress: Type.Optional(count(1_000_000)),
    headerBytes: Type.Optional(Type.Integer({ minimum: 1024, maximum: 65_536 })),
    headerCount: Type.Optional(Type.Integer({ minimum: 10, maximum: 1000 })),
    headersTimeoutMs: Type.Optional(milliseconds(10)),
    requestTimeoutMs: Type.Optional(milliseconds(10)),
    keepAliveTimeoutMs: Type.Optional(milliseconds(10)),
    stalledTimeoutMs: Type.Optional(milliseconds(10)),
  },
  strict,
);
export type ConnectionsFile = Static<typeof ConnectionsFile>;
