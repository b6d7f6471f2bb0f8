import { once } from 'node:events';
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Check } from '../../src/cli/doctor/check.ts';
import { environment } from '../support/broker.ts';
import { brokerJson, type BrokerChoices } from '../support/broker-json.ts';
import { runCommand } from '../support/command-line.ts';
import { identityProvider, secrets } from '../support/credentials.ts';
import { makeDirectory } from '../support/directory.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

/** A server whose clock is this much ahead, and the methods it was asked by. */
async function startServer(aheadMs = 0): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'anonymous'}`);
    response
      .setHeader('date', new Date(Date.now() + aheadMs).toUTCString())
      .writeHead(404)
      .end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** Where nobody listens. */
const gone = 'http://127.0.0.1:9';

interface Examined {
  readonly code: number | null;
  readonly text: string;
  readonly directory: string;
  readonly failed: readonly Check[];
  readonly levelOf: (what: string) => Check['level'] | undefined;
  readonly howOf: (what: string) => string | undefined;
}

async function examine(
  instamedUrl: string,
  choices: BrokerChoices = {},
  change: object = {},
  directory = makeDirectory(),
): Promise<Examined> {
  const path = join(directory, 'broker.json');
  writeFileSync(path, JSON.stringify({ ...brokerJson(instamedUrl, choices), ...change }));
  const { code, stdout, stderr } = await runCommand(['doctor', path, '--json'], environment);
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: readonly Check[] };
  expect(ok).toBe(code === 0);
  const find = (what: string) => checks.find((check) => check.what === what);
  return {
    code,
    text: stdout + stderr,
    directory,
    failed: checks.filter(({ level }) => level === 'fail'),
    levelOf: (what) => find(what)?.level,
    howOf: (what) => find(what)?.how,
  };
}

describe('the doctor', { timeout: 60_000 }, () => {
  it('finds nothing wrong where nothing is, changes nothing, sends no credential and prints no secret', async () => {
    const instamed = await startServer();
    const receiver = await startReceiver();
    const examined = await examine(instamed.url, { webhooks: [{ id: 'main', url: receiver.url }] });
    expect({ code: examined.code, failed: examined.failed }).toEqual({ code: 0, failed: [] });
    for (const what of [
      `upstream ${instamed.url}`,
      `clock against ${instamed.url}`,
      'riverside: webhook main',
      'riverside: saml/signingKey',
      'publicUrl',
    ])
      expect([what, examined.levelOf(what)]).toEqual([what, 'ok']);
    expect(instamed.asked).toEqual(['GET / anonymous']);
    expect(receiver.received.map(({ body }) => body)).toEqual(['']);
    expect(readdirSync(examined.directory)).toEqual(['broker.json']);
    const keyLine = identityProvider.privateKey.split('\n')[1] ?? '';
    for (const secret of [...Object.values(secrets), keyLine]) expect(examined.text).not.toContain(secret);
  });

  it('fails a clock that InstaMed’s is two minutes behind or ahead of', async () => {
    const [early, late] = [await startServer(120_000), await startServer(-120_000)];
    expect((await examine(early.url)).howOf(`clock against ${early.url}`)).toContain('120 s behind');
    const examined = await examine(late.url);
    expect(examined.howOf(`clock against ${late.url}`)).toContain('120 s ahead');
    expect(examined.code).toBe(1);
  });

  it('fails what nobody listens at, and prints no path of a webhook', async () => {
    const webhooks = [{ id: 'main', url: `${gone}/secret-path` }];
    const examined = await examine(gone, { webhooks });
    expect(examined.code).toBe(1);
    expect(examined.levelOf(`upstream ${gone}`)).toBe('fail');
    expect(examined.howOf('riverside: webhook main')).toContain('ECONNREFUSED');
    expect(examined.text).not.toContain('secret-path');
  });

  it('fails a webhook endpoint on a private address', async () => {
    const examined = await examine(gone, { webhooks: [{ id: 'main', url: 'https://10.0.0.1/hooks' }] });
    expect(examined.howOf('riverside: webhook main')).toContain('ForbiddenAddressError');
  });

  it('fails a database file that is not ours, and warns of a secret that others can read', async () => {
    const { url } = await startServer();
    const directory = makeDirectory();
    writeFileSync(join(directory, 'broker.sqlite'), 'a letter to somebody');
    writeFileSync(join(directory, 'key'), secrets.clientSecretKey);
    chmodSync(join(directory, 'key'), 0o644);
    const examined = await examine(url, {}, { clientSecretKey: { file: 'key' } }, directory);
    expect(examined.levelOf('database')).toBe('fail');
    expect(examined.howOf('clientSecretKey')).toContain('chmod 600');
    expect(examined.code).toBe(1);
  });

  it('fails a signing module that signs with another key', async () => {
    const { url } = await startServer();
    const directory = makeDirectory();
    writeFileSync(join(directory, 'signer.mjs'), 'export const sign = async () => new Uint8Array(256);');
    const json = brokerJson(url);
    for (const { instamed } of json.tenants) if ('saml' in instamed) Object.assign(instamed.saml, { signingKey: { module: 'signer.mjs' } });
    const examined = await examine(url, {}, { tenants: json.tenants }, directory);
    expect(examined.levelOf('riverside: saml/signingKey')).toBe('fail');
  });

  it('tells one line a check', async () => {
    const directory = makeDirectory();
    const path = join(directory, 'broker.json');
    writeFileSync(path, JSON.stringify({ ...brokerJson('http://127.0.0.1:9'), polling: { intervalMs: 'often' } }));
    const { code, stdout } = await runCommand(['doctor', path], environment);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail polling\/intervalMs: .+\n$/);
  });
});
