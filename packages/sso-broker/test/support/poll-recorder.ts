import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { decodeTokenStatusRequest } from '@collect-payment/protocol';
import { onTestFinished } from 'vitest';

/** One call of the token status service, as it went by. */
export interface Poll {
  readonly broker: string;
  readonly token: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export interface PollRecorder {
  /** Where the broker asks. */
  readonly origin: string;
  /** From now on the answers get lost: whoever polls waits. Tells which tokens are being waited for. */
  holdAnswers(): ReadonlySet<string>;
}

/** Stands between one broker and InstaMed's token status service, and adds each call to `polls`. Ends with the test. */
export async function recordPolls(broker: string, instamedUrl: string, polls: Poll[]): Promise<PollRecorder> {
  let holds = false;
  const waiting = new Set<string>();
  const server = createServer((request, reply) => {
    void (async () => {
      const startedAtMs = Date.now();
      const body = await text(request);
      const { tokenId: token } = decodeTokenStatusRequest(body).request;
      const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
      const answer = await fetch(`${instamedUrl}${request.url}`, { method: 'POST', body, headers: headers as Record<string, string> });
      const answered = await answer.text();
      polls.push({ broker, token, startedAtMs, endedAtMs: Date.now() });
      if (holds) waiting.add(token);
      else reply.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(answered);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    holdAnswers() {
      holds = true;
      return waiting;
    },
  };
}

/** The polls of each token, in their order. */
export function byToken(polls: readonly Poll[]): ReadonlyMap<string, readonly Poll[]> {
  return Map.groupBy(
    polls.toSorted((one, other) => one.startedAtMs - other.startedAtMs),
    ({ token }) => token,
  );
}

/** The polls that came before the interval had passed since the one before: two brokers at one token. */
export function duplicatesOf(polls: readonly Poll[], intervalMs: number): readonly Poll[] {
  return [...byToken(polls).values()].flatMap((ofToken) =>
    ofToken.filter((poll, index) => poll.startedAtMs < (ofToken[index - 1]?.endedAtMs ?? 0) + intervalMs / 2),
  );
}
