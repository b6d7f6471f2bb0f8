import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBroker } from '../../src/index.ts';
import { loadConfiguration } from '../../src/configuration/load-configuration.ts';
import { environment } from '../support/broker.ts';
import { brokerJson } from '../support/broker-json.ts';
import { Client } from '../support/client.ts';
import { runCommand } from '../support/command-line.ts';
import { hostKey, readOnlyKey, sha256 } from '../support/credentials.ts';
import { makeDirectory } from '../support/directory.ts';

function write(mode = 0o640): string {
  const path = join(makeDirectory(), 'broker.json');
  writeFileSync(path, JSON.stringify(brokerJson('http://127.0.0.1:9')));
  chmodSync(path, mode);
  return path;
}

const keysOf = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as ReturnType<typeof brokerJson>).tenants[0]?.secretKeys ?? [];

describe('keys rotate', { timeout: 60_000 }, () => {
  it('puts a successor with the same scopes beside the key, prints it alone, and says what to remove when', async () => {
    const path = write();
    const before = keysOf(path);
    const { code, stdout, stderr } = await runCommand(['keys', 'rotate', path, 'riverside', 'reader', '--id', 'reader-2']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^sk_[\w-]{43}\n$/)]);
    const secretKey = stdout.trim();
    expect(keysOf(path)).toEqual([...before, { id: 'reader-2', sha256: sha256(secretKey), scopes: ['sessions:read'] }]);
    expect(stderr).toContain('take the entry reader out of secretKeys of riverside');
    for (const known of [...before, ...keysOf(path)]) expect(`${stdout}${stderr}`).not.toContain(known.sha256);
    expect(stderr).not.toContain(secretKey);
  });

  it('makes a file that the broker starts with, where the old key and the new one are taken', async () => {
    const path = write();
    const { stdout } = await runCommand(['keys', 'rotate', path, 'riverside', 'server']);
    const broker = await startBroker(loadConfiguration(path, 'broker.json', environment), { write: () => undefined });
    onTestFinished(() => broker.close());
    const client = new Client(broker.url);
    for (const key of [hostKey, readOnlyKey, stdout.trim()]) expect((await client.call('/v1/payment-sessions', { key })).status).toBe(200);
    expect((await client.call('/v1/payment-sessions', { key: stdout.trim(), body: {} })).body.error.code).toBe('ERR_FIELD_MISSING');
  });

  it('keeps the file’s mode and a link to it, and leaves nothing beside it', async () => {
    const path = write(0o600);
    const link = join(makeDirectory(), 'broker.json');
    symlinkSync(path, link);
    expect((await runCommand(['keys', 'rotate', link, 'riverside', 'server'])).code).toBe(0);
    expect([statSync(path).mode & 0o777, keysOf(path).length, readdirSync(dirname(path))]).toEqual([0o600, 3, ['broker.json']]);
    expect(readFileSync(link, 'utf8')).toBe(readFileSync(path, 'utf8'));
  });

  it.each([
    ['a tenant that is none', ['elsewhere', 'server'], 'riverside, hillside'],
    ['a key that is none', ['riverside', 'nobody'], 'server, reader'],
    ['an id that is taken', ['riverside', 'server', '--id', 'reader'], 'another key'],
    ['an id that is no id', ['riverside', 'server', '--id', 'X Y'], 'lower case'],
  ])('changes nothing for %s', async (_name, words, told) => {
    const path = write();
    const before = readFileSync(path, 'utf8');
    const { code, stdout, stderr } = await runCommand(['keys', 'rotate', path, ...words]);
    expect([code, stdout, readFileSync(path, 'utf8')]).toEqual([1, '', before]);
    expect(stderr).toContain(told);
  });

  it('changes nothing when the tenant has as many keys as it may, or the file is being changed by another', async () => {
    const path = write();
    const json = brokerJson('http://127.0.0.1:9');
    const more = Array.from({ length: 8 }, (_, index) => ({
      id: `k${index}`,
      sha256: sha256(`k${index}`),
      scopes: ['sessions:read' as const],
    }));
    json.tenants[0]?.secretKeys.push(...more);
    const full = JSON.stringify(json);
    writeFileSync(path, full);
    const refused = await runCommand(['keys', 'rotate', path, 'riverside', 'server', '--id', 'k8']);
    expect([refused.code, refused.stdout, readFileSync(path, 'utf8')]).toEqual([1, '', full]);
    expect(refused.stderr).toContain('tenants/0/secretKeys: must not have more than 10 items');
    writeFileSync(`${path}.new`, 'another’s');
    const busy = await runCommand(['keys', 'rotate', path, 'hillside', 'server']);
    expect([busy.code, readFileSync(`${path}.new`, 'utf8'), readFileSync(path, 'utf8')]).toEqual([1, 'another’s', full]);
  });
});
