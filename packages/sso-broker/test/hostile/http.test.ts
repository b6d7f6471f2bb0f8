import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawn, tell } from '../../../../scripts/tried/tried.ts';
import { errorCatalogue } from '../../src/errors.ts';
import { startTestBroker, type TestBroker } from '../support/broker.ts';
import { hostKey } from '../support/credentials.ts';
import { httpAttacks } from './http-attacks.ts';
import { sendRaw, type RawReply } from './raw.ts';
import { together } from './together.ts';

const nowhere = 'http://127.0.0.1:9';
const authorization = `authorization: Bearer ${hostKey}`;

/** The code, when the answer is a refusal in the one envelope that this status belongs to. */
function codeOf({ status, head, body }: RawReply): string {
  // The landing page is for people, whatever its status.
  if (status < 400 || head.includes('content-type: text/html')) return 'answered';
  expect(head.toLowerCase()).toContain('content-type: application/json');
  const { error } = JSON.parse(body) as { error: { code: keyof typeof errorCatalogue; requestId: string } };
  expect(errorCatalogue[error.code].status).toBe(status);
  expect(error.requestId).toMatch(/^req_/);
  return error.code;
}

/** Nothing broke: no exception reached the log, and the broker still answers. */
async function expectUnhurt({ client, log }: TestBroker): Promise<void> {
  expect(log.join('')).not.toMatch(/internal_error|"level":"(error|fatal)"/);
  expect((await client.call('/readyz')).status).toBe(200);
}

describe('over a raw socket', { timeout: 180_000 }, () => {
  test('what is no HTTP, or two kinds of it at once, is refused in the error envelope and closes the connection', async (context) => {
    const broker = await startTestBroker(nowhere);
    for (const { name, bytes, status } of httpAttacks) {
      const reply = await sendRaw(broker.url, bytes(authorization));
      expect([name, reply.status]).toEqual([name, status ?? Math.min(Math.max(reply.status, 400), 499)]);
      expect([name, reply.answers]).toEqual([name, status === 0 ? 0 : 1]);
      codeOf(reply);
    }
    await expectUnhurt(broker);
    expect((await broker.client.list()).data).toEqual([]);
    tell(context, 'HTTP attacks', httpAttacks.length, 'over raw sockets: each refused, 0 smuggled, 0 answers of 5xx');
  });

  test('damaged requests to any route get an answer of the catalogue or none, and never one of 5xx', async (context) => {
    const broker = await startTestBroker(nowhere);
    const { id, clientSecret } = await broker.client.create();
    const body = '{"screen":"simple-collect","amount":{"value":"1.00","currency":"USD"},"patient":{"id":"P"}}';
    const requests = [
      `POST /v1/payment-sessions HTTP/1.1\r\nhost: b\r\n${authorization}\r\ncontent-type: application/json\r\nidempotency-key: k\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      `GET /v1/payment-sessions?changedSince=0&limit=5 HTTP/1.1\r\nhost: b\r\n${authorization}\r\n\r\n`,
      `GET /v1/payment-sessions/${id}/receipt HTTP/1.1\r\nhost: b\r\nauthorization: Bearer ${clientSecret}\r\norigin: https://portal.test\r\n\r\n`,
      `OPTIONS /v1/payment-sessions/${id}/launch HTTP/1.1\r\nhost: b\r\norigin: https://portal.test\r\naccess-control-request-method: POST\r\n\r\n`,
      `GET /return/confirm?session=${id}&x=%41 HTTP/1.1\r\nhost: b\r\n\r\n`,
      `POST /v1/attention/att_x/acknowledge HTTP/1.1\r\nhost: b\r\n${authorization}\r\ncontent-length: 0\r\n\r\n`,
    ];
    const damage = fc.record({
      request: fc.constantFrom(...requests),
      at: fc.nat(),
      drop: fc.nat({ max: 6 }),
      insert: fc.uint8Array({ maxLength: 6 }),
    });
    const damaged = drawn(damage, 1_000).map(({ request, at, drop, insert }) => {
      const bytes = Buffer.from(request, 'latin1');
      const start = at % bytes.length;
      return Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(start + drop)]);
    });
    const seen = new Map<string, number>();
    await together(damaged, async (bytes) => {
      const reply = await sendRaw(broker.url, bytes);
      expect(reply.status).toBeLessThan(500);
      const code = reply.status === 0 ? 'no answer' : codeOf(reply);
      seen.set(code, (seen.get(code) ?? 0) + 1);
    });
    expect(seen.get('ERR_REQUEST_MALFORMED')).toBeGreaterThan(10);
    expect(seen.get('answered')).toBeGreaterThan(10);
    await expectUnhurt(broker);
    tell(
      context,
      'HTTP requests',
      damaged.length,
      `damaged: ${seen.get('answered')} answered, ${seen.size - 1} kinds of refusal, 0 answers of 5xx`,
    );
  });
});
