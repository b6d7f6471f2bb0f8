import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebhookEventType } from '@collect-payment/contract';
import { createCertificate } from '@collect-payment/sandbox';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/configuration/problems.ts';
import { readConfiguration } from '../../src/index.ts';
import { makeDirectory } from '../support/directory.ts';
import { brokenConfigurations, brokenSecrets } from './broken-configurations.ts';
import { ours, productionJson, productionSecrets } from './production-json.ts';
import { shortCertificate } from './short-certificate.ts';

type Json = Record<string, unknown>;

const demo = await createCertificate('Collect Payment demo identity provider');
const secrets = { ...productionSecrets, ...brokenSecrets, DEMO_CERTIFICATE: demo.certificate, SHORT_CERTIFICATE: shortCertificate };
const events = WebhookEventType.anyOf.map((event) => event.const).join(', ');

function problemsOf(json: unknown, environment: Readonly<Record<string, string>>): readonly { field: string; reason: string }[] {
  const directory = makeDirectory();
  writeFileSync(join(directory, 'open.pem'), ours.privateKey);
  chmodSync(join(directory, 'open.pem'), 0o640);
  try {
    readConfiguration(json, { environment, directory });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    if (error.message.includes('sentinel')) throw new Error('A value was told', { cause: error });
    return error.problems;
  }
  return [];
}

/** The production configuration, or its secrets, with one thing changed. */
function broken(path: string, value: unknown): { json: Json; environment: Record<string, string> } {
  const json = productionJson() as unknown as Json;
  if (path.startsWith('$')) return { json, environment: { ...secrets, [path.slice(1)]: String(value) } };
  const names = path.split('/');
  const last = names.pop() ?? '';
  const parent = names.reduce((place, name) => place[name] as Json, json);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return { json, environment: secrets };
}

describe('a configuration for production', () => {
  it('is accepted when nothing is wrong with it', () => {
    expect(problemsOf(productionJson(), secrets)).toEqual([]);
  });

  it('can be broken in a hundred ways', () => {
    expect(brokenConfigurations.length).toBeGreaterThanOrEqual(100);
    expect(new Set(brokenConfigurations.map((row) => JSON.stringify(row))).size).toBe(brokenConfigurations.length);
  });

  it.each(brokenConfigurations)('with %s: %j names %s and says: %s', (path, value, field, reason) => {
    const { json, environment } = broken(path, value);
    const named = problemsOf(json, environment).map((problem) => `${problem.field}: ${problem.reason}`);
    expect(named).toContain(`${field}: ${reason.replace('$EVENTS', events)}`);
    expect(named.length).toBeLessThanOrEqual(2);
  });

  it('is told the mistakes of all its parts at once, wrong shapes and wrong values alike', () => {
    const json = productionJson() as unknown as Json;
    const told = ['databse', 'polling/intervalMs', 'tenants/0/instamed/acsUrl', 'tenants/1/allowedOrigins/0', 'upstream/answerTimeoutMs'];
    Object.assign(json, { databse: 1, polling: { intervalMs: 1000 } });
    const [first, second] = json['tenants'] as { instamed: Json; allowedOrigins: string[] }[];
    if (first !== undefined) first.instamed['acsUrl'] = 'http://10.0.0.1/acs';
    if (second !== undefined) second.allowedOrigins = ['*'];
    (json['upstream'] as Json)['answerTimeoutMs'] = 'long';
    expect(problemsOf(json, secrets).map(({ field }) => field)).toEqual(expect.arrayContaining(told));
  });
});
