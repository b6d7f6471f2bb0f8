import { reach, type Reach } from '../gateway/reach.ts';
import { createGuardedConnector, type ConnectorOptions } from './guarded-connector.ts';

/** Reaches the server of an endpoint as a webhook would, at its root: the host must not take it for an event. */
export function reachEndpoint(
  url: string,
  options: ConnectorOptions & { readonly timeoutMs: number },
  nowMs: () => number,
): Promise<Reach> {
  return reach(new URL(url).origin, { connect: createGuardedConnector(options), timeoutMs: options.timeoutMs, nowMs });
}
