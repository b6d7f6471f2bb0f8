import { Client, type buildConnector } from 'undici';
import type { UpstreamSettings } from '../configuration/configuration.ts';
import { connectOptions } from './upstream-tls.ts';

/** Whether a server was there. `aheadMs` is how far our clock is ahead of its `Date`, which tells whole seconds (RFC 9110 6.6.1). */
export type Reach =
  | { readonly type: 'answer'; readonly status: number; readonly aheadMs: number | undefined }
  /** `reason` is a code or an error's name, never its text. */
  | { readonly type: 'failure'; readonly reason: string };

export interface ReachOptions {
  readonly connect: buildConnector.BuildOptions | buildConnector.connector;
  readonly timeoutMs: number;
  readonly nowMs: () => number;
}

/** Gets a URL once, with no credentials, follows nothing, and throws the answer away. */
export async function reach(url: string, { connect, timeoutMs, nowMs }: ReachOptions): Promise<Reach> {
  const { origin, pathname } = new URL(url);
  const client = new Client(origin, { connect });
  try {
    const askedMs = nowMs();
    const signal = AbortSignal.timeout(timeoutMs);
    const { statusCode, headers, body } = await client.request({ method: 'GET', path: pathname, signal });
    const middleMs = (askedMs + nowMs()) / 2;
    await body.dump({ limit: 16_384 }).catch(() => undefined);
    const dateMs = Date.parse(String(headers['date']));
    // The middle of the second that it tells.
    return { type: 'answer', status: statusCode, aheadMs: Number.isNaN(dateMs) ? undefined : Math.round(middleMs - dateMs - 500) };
  } catch (error) {
    return { type: 'failure', reason: reasonOf(error) };
  } finally {
    await client.destroy();
  }
}

/** Reaches the server of one of InstaMed's addresses as a call would: the same trust, pins and client certificate. */
export function reachUpstream(
  url: string,
  { tls, connectTimeoutMs, answerTimeoutMs }: UpstreamSettings,
  nowMs: () => number,
): Promise<Reach> {
  return reach(new URL(url).origin, { connect: connectOptions(tls, connectTimeoutMs), timeoutMs: answerTimeoutMs, nowMs });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
