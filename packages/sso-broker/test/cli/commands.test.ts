import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { blankConfiguration } from '../../src/cli/blank-configuration.ts';
import { environment } from '../support/broker.ts';
import { brokerJson } from '../support/broker-json.ts';
import { readyUrl } from '../support/broker-process.ts';
import { runCommand, startCommand } from '../support/command-line.ts';
import { account, allowedOrigin, hostKey, identityProvider, sha256 } from '../support/credentials.ts';
import { makeDirectory } from '../support/directory.ts';

/** A configuration that is accepted, in a file. */
function writeConfiguration(change: object = {}): string {
  const path = join(makeDirectory(), 'broker.json');
  writeFileSync(path, JSON.stringify({ ...brokerJson('http://127.0.0.1:9'), ...change }));
  return path;
}

describe('the command line', { timeout: 60_000 }, () => {
  it('tells how it is used: on stdout when asked, on stderr with exit code 2 when it is not understood', async () => {
    expect(await runCommand(['help'])).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('doctor') as string });
    expect(await runCommand([])).toMatchObject({ code: 2, stdout: '' });
  });

  it.each([
    [['nonsense', hostKey]],
    [['constructor', hostKey]],
    [['keys', 'create', `--key=${hostKey}`]],
    [['keys', 'create', '--scopes', hostKey]],
    [['keys', 'create', '--scopes', 'sessions:read', '--id', `X${hostKey}`]],
    [['keys', 'rotate', 'broker.json', hostKey, hostKey]],
    [['doctor', 'broker.json', hostKey]],
    [['metadata', 'broker.json']],
    [['audit', 'verify', 'broker.json', hostKey]],
    [['audit', 'export', 'broker.json', 'riverside', '--after', hostKey]],
    [['serve', '--secret', hostKey]],
  ])('repeats nothing of a command line it refuses (%#)', async (words) => {
    const { code, stdout, stderr } = await runCommand(words);
    expect(code).toBeGreaterThan(0);
    expect(stdout).toBe('');
    expect(stderr).not.toContain(hostKey);
  });

  it('makes a secret key whose entry is its hash', async () => {
    const { code, stdout } = await runCommand(['keys', 'create', '--scopes', 'webhooks:read,sessions:read', '--id', 'reports']);
    const { secretKey, entry } = JSON.parse(stdout) as { secretKey: string; entry: object };
    expect(code).toBe(0);
    expect(secretKey).toMatch(/^sk_[\w-]{43}$/);
    expect(entry).toEqual({ id: 'reports', sha256: sha256(secretKey), scopes: ['sessions:read', 'webhooks:read'] });
  });

  it('lists keys by tenant, id and scopes, and never their hashes, where the secrets are not', async () => {
    const { code, stdout } = await runCommand(['keys', 'list', writeConfiguration()]);
    expect(code).toBe(0);
    expect(stdout).toContain('riverside reader sessions:read\n');
    expect(stdout).not.toContain(sha256(hostKey));
  });

  it('prints the metadata of a tenant, and names the tenants when there is none of that name', async () => {
    const path = writeConfiguration({ publicUrl: 'https://broker.test/pay' });
    const { code, stdout } = await runCommand(['metadata', path, 'riverside'], environment);
    expect(code).toBe(0);
    expect(stdout).toContain(new X509Certificate(identityProvider.certificate).raw.toString('base64'));
    expect(stdout).toContain('Location="https://broker.test/pay/saml/sso"');
    expect(await runCommand(['metadata', path, 'elsewhere'], environment)).toMatchObject({ code: 1, stdout: '' });
  });

  it('runs the broker until SIGTERM', async () => {
    const broker = startCommand(['serve', writeConfiguration()], environment);
    expect((await fetch(`${await readyUrl(broker)}/readyz`)).status).toBe(200);
    broker.kill('SIGTERM');
    expect(await once(broker, 'exit')).toEqual([0, null]);
  });

  it('starts no broker without a configuration, and says what is missing', async () => {
    const { code, stderr } = await runCommand(['serve', join(makeDirectory(), 'none.json')]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '<configuration>: the file cannot be read.\n' });
  });
});

type Blank = ReturnType<typeof blankConfiguration>;

/** What an operator would write into the blanks. */
function fillIn(blank: Blank): object {
  const tenants = blank.tenants.map((tenant) => {
    const saml = { ...tenant.instamed.saml, entityId: 'https://broker.test', audience: 'https://instamed.test' };
    const instamed = { ...tenant.instamed, ...account, apiUser: 'api', saml };
    return { ...tenant, id: 'a', name: 'A', allowedOrigins: [allowedOrigin], instamed };
  });
  return { ...blank, environment: 'test', publicUrl: 'https://broker.test', tenants };
}

describe('init', { timeout: 60_000 }, () => {
  it('makes files that are their owner’s alone, which doctor says what is missing in, and accepts once filled in', async () => {
    const folder = join(makeDirectory(), 'broker');
    const made = await runCommand(['init', folder]);
    expect(made.code).toBe(0);
    expect(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777])).toEqual([
      ['audit-key', 0o600],
      ['broker.json', 0o600],
      ['client-secret-key', 0o600],
      ['master-key', 0o600],
      ['saml-signing-certificate.pem', 0o600],
      ['saml-signing-key.pem', 0o600],
    ]);
    const path = join(folder, 'broker.json');
    const blank = readFileSync(path, 'utf8');
    expect(blank).toContain(sha256((JSON.parse(made.stdout) as { secretKey: string }).secretKey));

    const before = await runCommand(['doctor', path]);
    expect(before.code).toBe(1);
    expect(before.stdout).toContain('fail publicUrl: is still to be filled in');
    expect(before.stdout).toContain('fail tenants/0/instamed/outlet/merchantId: is still to be filled in');

    writeFileSync(path, JSON.stringify(fillIn(JSON.parse(blank) as Blank)));
    expect((await runCommand(['keys', 'list', path])).code).toBe(0);
    const withoutSecrets = await runCommand(['metadata', path, 'a']);
    expect(withoutSecrets.stderr).toContain('the file instamed-security-key cannot be read');
    for (const name of ['instamed-security-key', 'instamed-api-password']) writeFileSync(join(folder, name), 'given', { mode: 0o600 });
    expect(await runCommand(['metadata', path, 'a'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('writes nothing when one of its files is there already', async () => {
    const folder = makeDirectory();
    writeFileSync(join(folder, 'client-secret-key'), 'mine');
    const { code, stdout, stderr } = await runCommand(['init', folder]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('client-secret-key');
    expect(readdirSync(folder)).toEqual(['client-secret-key']);
    expect(readFileSync(join(folder, 'client-secret-key'), 'utf8')).toBe('mine');
  });
});
