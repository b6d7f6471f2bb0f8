import type { ErrorBody } from '@collect-payment/contract';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { json } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readConfiguration, startBroker } from '../../src/index.ts';
import { environment } from '../support/broker.ts';
import { brokerJson } from '../support/broker-json.ts';
import { createAuthority, type CertifiedKey, type TestAuthority } from '../support/certificates.ts';
import { secrets } from '../support/credentials.ts';
import { makeDirectory } from '../support/directory.ts';
import { basic, basicInbound, inboundPath, notification } from '../support/inbound.ts';

const name = 'webhooks.instamed.test';
const mutualTls = { subjectAltNames: ['other-name.instamed.test', name] };
let authority: TestAuthority;
let server: CertifiedKey;

beforeAll(async () => {
  authority = await createAuthority('InstaMed’s authority');
  server = await authority.issue('localhost');
});

function configurationOf(inbound: object, withAuthorities = true) {
  const tls = {
    key: { env: 'TLS_KEY' },
    certificate: { env: 'TLS_CERTIFICATE' },
    ...(withAuthorities && { clientCertificateAuthorities: { env: 'TLS_AUTHORITIES' } }),
  };
  const pems = { TLS_KEY: server.key, TLS_CERTIFICATE: server.certificate, TLS_AUTHORITIES: authority.certificate };
  const file = { ...brokerJson('http://127.0.0.1:9', { inbound }), listen: { port: 0, tls } };
  return readConfiguration(file, { environment: { ...environment, ...pems }, directory: makeDirectory() });
}

async function listening(inbound: object): Promise<number> {
  const broker = await startBroker(configurationOf(inbound), { write: () => undefined });
  onTestFinished(() => broker.close());
  expect(broker.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
  return Number(new URL(broker.url).port);
}

interface Sent {
  readonly client?: CertifiedKey;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** The status, and the code of a refusal. */
async function send(port: number, { client, headers = {}, path = inboundPath }: Sent): Promise<readonly [number | undefined, string?]> {
  const { contentType, body } = notification();
  const options: RequestOptions = { host: '127.0.0.1', port, path, agent: false, ca: authority.certificate, servername: 'localhost' };
  const call = request({
    ...options,
    ...(client && { key: client.key, cert: client.certificate }),
    ...(path === inboundPath && { method: 'POST' }),
    headers: path === inboundPath ? { 'content-type': contentType, ...headers } : headers,
  });
  call.end(path === inboundPath ? body : undefined);
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  const { error } = (await json(answer)) as Partial<ErrorBody>;
  return error === undefined ? [answer.statusCode] : [answer.statusCode, error.code];
}

const refused = [403, 'ERR_WEBHOOK_CERTIFICATE'];

describe('a webhook over mutual TLS', { timeout: 30_000 }, () => {
  it('is taken with a certificate of a trusted authority for one of the names', async () => {
    expect(await send(await listening({ mutualTls }), { client: await authority.issue(name) })).toEqual([200]);
  });

  it('is refused without a certificate, while every other call goes through without one', async () => {
    const port = await listening({ mutualTls });
    expect(await send(port, {})).toEqual(refused);
    expect(await send(port, { path: '/healthz' })).toEqual([200]);
  });

  it('is refused with a certificate of another authority, though it says the same names', async () => {
    const stranger = await createAuthority('InstaMed’s authority');
    expect(await send(await listening({ mutualTls }), { client: await stranger.issue(name) })).toEqual(refused);
  });

  it.each(['instamed.test', `x.${name}`, '*.instamed.test'])('is refused with a certificate for %s', async (other) => {
    expect(await send(await listening({ mutualTls }), { client: await authority.issue(other) })).toEqual(refused);
  });

  it.each([
    ['is over', { from: -3, to: -1 }],
    ['has not begun', { from: 1, to: 3 }],
  ])('is refused with a certificate whose time %s', async (_, days) => {
    expect(await send(await listening({ mutualTls }), { client: await authority.issue(name, days) })).toEqual(refused);
  });

  it('is refused when only a header brings the certificate', async () => {
    const { certificate } = await authority.issue(name);
    const der = certificate.replaceAll(/-----[^-]+-----|\s/g, '');
    const headers = { 'client-cert': `:${der}:`, 'x-ssl-client-cert': encodeURIComponent(certificate), 'x-ssl-client-verify': 'SUCCESS' };
    expect(await send(await listening({ mutualTls }), { headers })).toEqual(refused);
  });

  it('needs the password beside the certificate where both are configured', async () => {
    const port = await listening({ ...basicInbound, mutualTls });
    const client = await authority.issue(name);
    const headers = { authorization: basic(secrets.inboundPassword) };
    expect(await send(port, { client, headers })).toEqual([200]);
    expect(await send(port, { headers })).toEqual(refused);
    expect(await send(port, { client })).toEqual([401, 'ERR_WEBHOOK_UNAUTHENTICATED']);
  });

  it('is not spoken below TLS 1.2', async () => {
    // Security level 0 lets OpenSSL ask for it at all.
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const socket = connect({ port: await listening({ mutualTls }), host: '127.0.0.1', ...old });
    await expect(once(socket, 'secureConnect')).rejects.toThrow(/alert protocol version/i);
  });

  it('cannot be configured without the authorities, nor without any proof', () => {
    expect(() => configurationOf({ mutualTls }, false)).toThrow('mutualTls: needs listen/tls/clientCertificateAuthorities');
    expect(() => configurationOf({})).toThrow('needs basic, oauth or mutualTls');
  });
});
