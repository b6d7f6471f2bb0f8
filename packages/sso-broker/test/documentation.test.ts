import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationFile } from '../src/configuration/configuration-file.ts';
import { defaultConnections, defaultLimits } from '../src/configuration/read-limits.ts';
import { readConfiguration } from '../src/index.ts';
import { createInstruments } from '../src/metrics/instruments.ts';
import { startTestBroker } from './support/broker.ts';
import { identityProvider, secrets, serviceProvider, sha256 } from './support/credentials.ts';
import { makeDirectory } from './support/directory.ts';

const read = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const pages = `${read('broker.md')}${read('instamed.md')}`;

/** The names of all fields of a schema, however deep. */
function namesOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = 'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  return [...properties, ...Object.values(schema).flatMap((part) => namesOf(part))];
}

describe('the documentation of the broker', { timeout: 30_000 }, () => {
  it('shows a configuration that is accepted once its blanks are filled in', () => {
    const [, sample = ''] = /```json\n([^`]+)```/.exec(read('broker.md')) ?? [];
    const directory = makeDirectory();
    writeFileSync(join(directory, 'saml.key'), identityProvider.privateKey, { mode: 0o600 });
    writeFileSync(join(directory, 'saml.crt'), identityProvider.certificate);
    writeFileSync(join(directory, 'instamed.crt'), serviceProvider.certificate);
    const environment = {
      CLIENT_SECRET_KEY: secrets.clientSecretKey,
      MASTER_KEY: secrets.masterKey,
      INSTAMED_SECURITY_KEY: 'k',
      INSTAMED_API_PASSWORD: 'p',
    };
    const json: unknown = JSON.parse(sample.replace('"sha256": "…"', `"sha256": "${sha256('sk_of_the_host')}"`));
    const { tenants } = readConfiguration(json, { environment, directory });
    expect(tenants[0]?.instamed.saml?.encryption?.content).toBe('aes-256-cbc');
  });

  it('names every field of the configuration', () => {
    const names = namesOf(ConfigurationFile);
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !pages.includes(name))).toEqual([]);
  });

  it('tells the default of every limit', () => {
    const rows = [...read('broker.md').matchAll(/^\| `(limits|connections)\.(\w+)` +\| (\d+) /gm)];
    const told = rows.map(([, section, name, value]) => [`${section}.${name}`, Number(value)] as const);
    const defaults = Object.entries({ limits: defaultLimits, connections: defaultConnections }).flatMap(([section, values]) =>
      Object.entries(values).map(([name, value]) => [`${section}.${name}`, value] as const),
    );
    expect(told).toEqual(defaults);
  });

  it('names every metric of ours', () => {
    const names = createInstruments()
      .registry.getMetricsAsArray()
      .map(({ name }) => name);
    const ours = names.filter((name) => name.startsWith('collect_payment_')).map((name) => name.replace('collect_payment_', ''));
    expect(ours.length).toBeGreaterThan(25);
    const operations = read('operations.md');
    expect(ours.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every call', async () => {
    const { client } = await startTestBroker('http://127.0.0.1:9');
    const { body } = await client.call<{ paths: Record<string, Record<string, unknown>> }>('/openapi.json');
    const calls = Object.entries(body.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => [method.toUpperCase(), path] as const),
    );
    const missing = calls.filter(([method, path]) => !pages.includes(`\`${method} ${path}`) && !pages.includes(`\`${path}\``));
    expect(calls.length).toBeGreaterThan(8);
    expect(missing).toEqual([]);
  });
});
