import { once } from 'node:events';
import { request as open, type IncomingMessage } from 'node:http';
import {
  acsPath,
  encodeNvp,
  encodeSsoParameters,
  readSsoAnswer,
  screenPaths,
  ssoErrorPath,
  type SsoParameters,
} from '@collect-payment/protocol';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { control, parametersFor, postForm, runningSandbox } from './signed-on.ts';

const form = (url: string, changes: Partial<SsoParameters> = {}) => encodeNvp(encodeSsoParameters(parametersFor(url, changes)));

/** Header names as they came over the wire. */
async function rawHeaderNames(url: string, body: string): Promise<readonly string[]> {
  const outgoing = open(url + acsPath, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } }).end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  incoming.resume();
  return incoming.rawHeaders.filter((_, index) => index % 2 === 0);
}

test('a header sign-on answers 200 with the screen and a 48-character token in relayState', async () => {
  const sandbox = await runningSandbox();
  const response = await postForm(sandbox.url, form(sandbox.url));
  const answer = readSsoAnswer({ status: response.status, headers: Object.fromEntries(response.headers) }, sandbox.url);
  expect(response.status).toBe(200);
  expect(answer).toMatchObject({ type: 'launched', token: expect.stringMatching(/^[A-Za-z0-9]{48}$/) as string });
  expect(Buffer.from((answer as { token: string }).token, 'base64').toString()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('a sign-on without responseActionType redirects to the screen with the token', async () => {
  const sandbox = await runningSandbox();
  const [, ...pairs] = encodeSsoParameters(parametersFor(sandbox.url)).filter(([name]) => name !== 'responseActionType');
  const response = await postForm(sandbox.url, encodeNvp([['RelayState', sandbox.url + screenPaths['standard-collect']], ...pairs]));
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toContain(`${screenPaths['standard-collect']}?token=`);
});

test.each(['relayState', 'relaystate', 'RelayState'] as const)(
  'the header can be spelt %s and come with a redirect status',
  async (headerName) => {
    const sandbox = await runningSandbox({ switches: { headerName, headerStatus: '302' } });
    expect(await rawHeaderNames(sandbox.url, form(sandbox.url))).toContain(headerName);
    expect((await postForm(sandbox.url, form(sandbox.url))).status).toBe(302);
  },
);

test('the form is read whatever follows its media type', async () => {
  const sandbox = await runningSandbox();
  const malformed = String.raw`application/x-www-form-urlencoded,\r\nContent-Length: 12\r\n`;
  const { headers } = await request(sandbox.url + acsPath, {
    method: 'POST',
    headers: { 'content-type': malformed },
    body: form(sandbox.url),
  });
  expect(headers['relaystate']).toContain('token=');
});

test.each([
  ['a wrong security key', { securityKey: 'wrong' }],
  ['an unknown account', { accountId: 'nobody@riverside.example' }],
  ['another alias', { ssoAlias: 'other' }],
  ['another id', { id: 'other' }],
])('%s is refused as InstaMed refuses it', async (_, changes) => {
  const sandbox = await runningSandbox();
  const response = await postForm(sandbox.url, form(sandbox.url, { ...changes, lightWeight: true }));
  const page = new URL(response.headers.get('relaystate') ?? '');
  expect(page.pathname).toBe(ssoErrorPath);
  expect(Object.fromEntries(page.searchParams)).toEqual({
    respCode: '401',
    respMessage: 'Invalid AccountID or Password.',
    lightWeight: 'true',
  });
  expect(await (await fetch(page)).text()).toContain('Invalid AccountID or Password.');
  const { json } = await control(sandbox, 'GET', 'ledger');
  expect(json['refusals']).toMatchObject([{ sso: 'nvp', reason: 'credentials-invalid' }]);
  expect(json['tokens']).toEqual([]);
});

test('a sign-on without security key is refused as one with a wrong key', async () => {
  const sandbox = await runningSandbox();
  const pairs = encodeSsoParameters(parametersFor(sandbox.url)).filter(([name]) => name !== 'securityKey');
  const response = await postForm(sandbox.url, encodeNvp(pairs));
  expect(response.headers.get('relaystate')).toContain('respCode=401');
});

test.each([
  ['another site', 'https://evil.example/providers/Form/PatientPayments/NewPaymentSimpleSSO'],
  ['another page of the sandbox', '/sandbox/ledger'],
  ['an address with credentials', 'http://user@'],
])('RelayState to %s is refused', async (_, target) => {
  const sandbox = await runningSandbox();
  const { host } = new URL(sandbox.url);
  const relayState = target.startsWith('/')
    ? sandbox.url + target
    : target.replace(/user@$/, `user@${host}${screenPaths['simple-collect']}`);
  const pairs = encodeSsoParameters(parametersFor(sandbox.url)).filter(([name]) => name !== 'relayState');
  await postForm(sandbox.url, encodeNvp([...pairs, ['relayState', relayState]]));
  const { json } = await control(sandbox, 'GET', 'ledger');
  expect(json['refusals']?.[0]?.['reason']).toMatch(/^(relay-state-not-allowed|field-invalid)$/);
  expect(json['tokens']).toEqual([]);
});

test.each([
  ['amount=1.234', 'field-invalid'],
  ['isReadOnly=perhaps', 'field-invalid'],
  ['patientLastName=%E2%82', 'form-malformed'],
  ['ssoAlias=two', 'form-malformed'],
])('%s is refused as %s', async (extra, reason) => {
  const sandbox = await runningSandbox();
  const pairs = encodeSsoParameters(parametersFor(sandbox.url)).filter(([name]) => !/^(amount|isReadOnly|patientLastName)$/.test(name));
  await postForm(sandbox.url, `${encodeNvp(pairs)}&${extra}`);
  expect((await control(sandbox, 'GET', 'ledger')).json['refusals']).toMatchObject([{ reason }]);
});
