import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

/** Long enough for a busy machine, short enough to be waited for. */
const answerTimeoutMs = 2500;
const patient = { timeout: 30_000 };

const launchOf = (id: string) => [`/v1/payment-sessions/${id}/launch`, { body: {} }] as const;

/** A server that answers every sign-on in one way. */
async function startOddInstaMed(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer({}, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a launch that InstaMed spoils', patient, () => {
  it.each([
    ['a server error', { 'sso-500': 1 }, 502, 'ERR_UPSTREAM_ERROR'],
    ['no answer', { 'sso-timeout': 1 }, 504, 'ERR_UPSTREAM_TIMEOUT'],
    ['no relayState header', { 'sso-no-header': 1 }, 502, 'ERR_UPSTREAM_MALFORMED'],
  ] as const)('is refused for %s, and leaves the session as it was', async (_name, faults, status, code) => {
    const instamed = await startInstaMed();
    for (const [name, count] of Object.entries(faults)) instamed.faults.arm(name, { count });
    const { client } = await startTestBroker(instamed.url, { answerTimeoutMs });
    const session = await client.create();
    const refused = await client.call(...launchOf(session.id));
    expect([refused.status, refused.body.error.code]).toEqual([status, code]);
    expect((await client.read(session.id)).status).toBe('created');
    expect((await client.launch(session)).reused).toBe(false);
  });

  it('is refused with the respCode of the SSOError page, and not with its words', async () => {
    const instamed = await startInstaMed();
    const { client, log } = await startTestBroker(instamed.url, { saml: { sign: 'assertion' } });
    instamed.switches.set({ samlSignature: 'both' });
    const session = await client.create();
    const refused = await client.call(...launchOf(session.id));
    expect([refused.status, refused.body.error.code]).toEqual([502, 'ERR_SSO_REJECTED']);
    expect(refused.body.error.message).toBe('InstaMed refused the single sign-on. respCode: 401.');
    expect((await client.read(session.id)).status).toBe('created');
    expect(log.join('')).toContain('"code":"ERR_SSO_REJECTED","respCode":401');
  });

  it('is refused when nobody listens', async () => {
    const { client } = await startTestBroker('http://127.0.0.1:9');
    const session = await client.create();
    const refused = await client.call(...launchOf(session.id));
    expect([refused.status, refused.body.error.code]).toEqual([502, 'ERR_UPSTREAM_UNREACHABLE']);
  });

  it('is refused without a call after five that failed in a row, while everything else goes on', async () => {
    const sandbox = await startInstaMed();
    sandbox.faults.arm('sso-500', { count: 5 });
    const { client, log } = await startTestBroker(sandbox.url);
    const session = await client.create();
    for (let count = 0; count < 5; count += 1)
      expect((await client.call(...launchOf(session.id))).body.error.code).toBe('ERR_UPSTREAM_ERROR');
    const refused = await client.call(...launchOf(session.id));
    expect([refused.status, refused.body.error.code]).toEqual([503, 'ERR_UPSTREAM_SUSPENDED']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await client.call('/readyz')).status).toBe(200);
    expect((await client.read(session.id)).status).toBe('created');
    expect((await client.create()).status).toBe('created');
    expect(log.filter((line) => line.includes('"upstream_suspended"'))).toHaveLength(1);
  });

  it('is refused when the page is on a foreign origin, however good its token', async () => {
    const url = await startOddInstaMed((_request, answer) =>
      answer.writeHead(200, { relayState: `https://evil.test/?token=${'A'.repeat(48)}` }).end(),
    );
    const { client } = await startTestBroker(url);
    const session = await client.create();
    expect((await client.call(...launchOf(session.id))).body.error.code).toBe('ERR_UPSTREAM_MALFORMED');
  });

  it('never follows a redirect', async () => {
    const paths: (string | undefined)[] = [];
    const url = await startOddInstaMed((request, answer) => {
      paths.push(request.url);
      answer.writeHead(302, { location: '/elsewhere' }).end();
    });
    const { client } = await startTestBroker(url);
    const session = await client.create();
    expect((await client.call(...launchOf(session.id))).body.error.code).toBe('ERR_UPSTREAM_MALFORMED');
    expect(paths).toHaveLength(1);
  });

  it('is refused when the answer does not end', async () => {
    const url = await startOddInstaMed((_request, answer) => {
      answer.writeHead(200, { relayState: 'https://unread.test/' });
      const more = () => void (answer.destroyed || answer.write('x'.repeat(16_384), more));
      more();
    });
    const { client } = await startTestBroker(url);
    const session = await client.create();
    expect((await client.call(...launchOf(session.id))).body.error.code).toBe('ERR_UPSTREAM_MALFORMED');
  });
});

describe('a payment whose look-ups InstaMed spoils', patient, () => {
  it.each([
    ['a server error to a poll', { 'status-500': 1 }, 'http_status'],
    ['no answer to a poll', { 'status-timeout': 1 }, 'timeout'],
    ['garbage to a poll', { 'status-garbage': 1 }, 'unreadable'],
    ['a fault to a poll', { 'status-fault': 1 }, 'fault'],
    ['a server error to ViewReceipt', { 'receipt-500': 1 }, 'http_status'],
    ['no answer to ViewReceipt', { 'receipt-timeout': 1 }, 'timeout'],
    ['a receipt that is cut off', { 'receipt-truncated': 1 }, 'unreadable'],
    ['a receipt that contradicts itself', { 'receipt-duplicate-field': 1 }, 'unreadable'],
  ])('is settled all the same after %s', async (_name, faults, reason) => {
    const instamed = await startInstaMed();
    const { client, log } = await startTestBroker(instamed.url, { answerTimeoutMs });
    const session = await client.create();
    const events = await client.follow(session);
    for (const [name, count] of Object.entries(faults)) instamed.faults.arm(name, { count });
    await onScreen(instamed, await client.launch(session), 'pay');
    expect((await events.until('approved')).outcome?.approvedAmount?.value).toBe('125.00');
    const troubles = log.filter((line) => line.includes('"upstream_unavailable"'));
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toContain(`"reason":"${reason}"`);
    await events.close();
  });

  it.each(['USED', 'complete', 'Complete'] as const)(
    'is settled by the word %s, and by the other spellings of the wire',
    async (finishedStatus) => {
      const instamed = await startInstaMed();
      instamed.switches.set({ finishedStatus, headerStatus: '302', headerName: 'relaystate', nvpEncoding: 'as-documented' });
      const { client } = await startTestBroker(instamed.url);
      const session = await client.create();
      const events = await client.follow(session);
      await onScreen(instamed, await client.launch(session), 'pay');
      expect((await events.until('approved')).status).toBe('approved');
      await events.close();
    },
  );
});
