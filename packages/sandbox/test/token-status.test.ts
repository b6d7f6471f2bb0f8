import { encodeTokenStatusRequest, readTokenStatusResponse, tokenStatusPath } from '@collect-payment/protocol';
import { expect, test } from 'vitest';
import { account, control, launchToken, runningSandbox } from './signed-on.ts';
import type { RunningSandbox } from '../src/start-sandbox.ts';

const ask = (sandbox: RunningSandbox, tokenId: string, changes: { password?: string; version?: '1.1' | '1.2'; path?: string } = {}) => {
  const { password = account.securityKey, version = '1.1', path = tokenStatusPath } = changes;
  const { headers, body } = encodeTokenStatusRequest(version, { tokenId, accountId: account.accountId, alias: account.ssoAlias, password });
  return fetch(sandbox.url + path, { method: 'POST', headers, body });
};
const statusOf = async (...args: Parameters<typeof ask>) => readTokenStatusResponse(await (await ask(...args)).text());

test.each(['1.1', '1.2'] as const)('SOAP %s is answered in kind, on both addresses', async (version) => {
  const sandbox = await runningSandbox();
  const token = await launchToken(sandbox);
  for (const path of [tokenStatusPath, tokenStatusPath.replace('/providers', '')]) {
    const response = await ask(sandbox, token, { version, path });
    expect(response.headers.get('content-type')).toContain(version === '1.1' ? 'text/xml' : 'application/soap+xml');
    expect(readTokenStatusResponse(await response.text())).toMatchObject({ type: 'status', word: 'NEW' });
  }
});

test('a token is NEW until paid, and EXPIRED from its fifteenth minute on', async () => {
  const sandbox = await runningSandbox();
  const token = await launchToken(sandbox);
  sandbox.clock.advance(15 * 60_000 - 5_000);
  expect(await statusOf(sandbox, token)).toMatchObject({ word: 'NEW' });
  sandbox.clock.advance(5_000);
  expect(await statusOf(sandbox, token)).toMatchObject({ word: 'EXPIRED' });
  expect(await control(sandbox, 'POST', `tokens/${token}/pay`)).toMatchObject({
    status: 409,
    json: { error: { code: 'ERR_SANDBOX_TOKEN_ENDED' } },
  });
});

test.each(['USED', 'complete', 'Complete'] as const)(
  'the word for a finished token can be %s, and outlives the token',
  async (finishedStatus) => {
    const sandbox = await runningSandbox({ switches: { finishedStatus } });
    const token = await launchToken(sandbox, { requestedCents: 105 });
    await control(sandbox, 'POST', `tokens/${token}/pay`);
    sandbox.clock.advance(3_600_000);
    expect(await statusOf(sandbox, token)).toMatchObject({ word: finishedStatus, meaning: 'finished' });
  },
);

test('a canceled token stays NEW until it expires, or is EXPIRED at once', async () => {
  const sandbox = await runningSandbox();
  const token = await launchToken(sandbox);
  await control(sandbox, 'POST', `tokens/${token}/cancel`);
  expect(await statusOf(sandbox, token)).toMatchObject({ word: 'NEW' });
  sandbox.switches.set({ canceledStatus: 'EXPIRED' });
  expect(await statusOf(sandbox, token)).toMatchObject({ word: 'EXPIRED' });
  expect(await control(sandbox, 'POST', `tokens/${token}/pay`)).toMatchObject({ status: 409 });
});

test('an unknown token and a wrong password are faults, or words', async () => {
  const sandbox = await runningSandbox();
  expect((await ask(sandbox, 'unknown')).status).toBe(500);
  expect((await ask(sandbox, 'unknown', { version: '1.2' })).status).toBe(400);
  expect(await statusOf(sandbox, 'unknown')).toMatchObject({ type: 'fault', reason: 'The token is unknown.' });
  expect(await statusOf(sandbox, 'unknown', { password: 'wrong' })).toMatchObject({
    type: 'fault',
    reason: 'Invalid AccountID or Password.',
  });
  sandbox.switches.set({ unknownTokenStatus: 'EXPIRED', badPasswordStatus: 'INVALID' });
  expect(await statusOf(sandbox, 'unknown')).toMatchObject({ word: 'EXPIRED' });
  expect(await statusOf(sandbox, 'unknown', { password: 'wrong' })).toMatchObject({ word: 'INVALID' });
});

test.each([
  ['not XML', 'hello'],
  ['with a document type', '<!DOCTYPE a><a/>'],
  [
    'with another operation',
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Other xmlns="http://tempuri.org/"/></s:Body></s:Envelope>',
  ],
])('a body %s is a fault', async (_, body) => {
  const sandbox = await runningSandbox();
  const response = await fetch(sandbox.url + tokenStatusPath, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
  expect(response.status).toBe(500);
  expect(readTokenStatusResponse(await response.text())).toMatchObject({ type: 'fault', code: 'Client' });
});

test('each status fault strikes once and then the truth is told', async () => {
  const sandbox = await runningSandbox();
  const token = await launchToken(sandbox);
  await control(sandbox, 'PUT', 'faults', { 'status-500': 1, 'status-garbage': 1, 'status-fault': { count: 1, delayMs: 1 } });
  expect((await ask(sandbox, token)).status).toBe(500);
  const garbage = await (await ask(sandbox, token)).text();
  expect(() => readTokenStatusResponse(garbage)).toThrow(expect.objectContaining({ code: 'ERR_XML_NOT_WELL_FORMED' }) as Error);
  expect(await statusOf(sandbox, token)).toMatchObject({ type: 'fault', code: 'Server' });
  expect(await statusOf(sandbox, token)).toMatchObject({ word: 'NEW' });
});
