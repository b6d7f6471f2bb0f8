import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { brokerJson } from '../../test/support/broker-json.ts';
import { environment } from '../../test/support/broker.ts';
import { ConfigurationError } from './problems.ts';
import { readConfiguration } from './read-configuration.ts';

const password = 'sentinel%2Fpass%40word';
const authority = 'sentinel certificate authority';

function read(url: string, more: object = {}) {
  const json = { ...brokerJson('https://instamed.test'), database: { postgres: { url: { env: 'DATABASE_URL' }, ...more } } };
  return readConfiguration(json, { environment: { ...environment, DATABASE_URL: url, AUTHORITY: authority }, directory: '/etc/broker' })
    .database;
}

function problemsOf(url: string, more: object = {}): readonly string[] {
  try {
    read(url, more);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ field, reason }) => `${field}: ${reason}`);
    throw error;
  }
  return [];
}

const sized = (ballastBytes: number) => ({
  ...brokerJson('https://instamed.test'),
  database: { sqlite: { path: 'broker.sqlite', ballastBytes } },
});

describe('the database of a configuration', () => {
  it('is a SQLite file beside the configuration when it is a path', () => {
    const source = { environment, directory: '/etc/broker' };
    const { database } = readConfiguration({ ...brokerJson('https://instamed.test'), database: 'broker.sqlite' }, source);
    expect(database).toEqual({ type: 'sqlite', path: '/etc/broker/broker.sqlite', ballastBytes: 8 * 1024 * 1024 });
  });

  it('is a SQLite file with a ballast of the size it says', () => {
    const source = { environment, directory: '/etc/broker' };
    expect(readConfiguration(sized(65_536), source).database).toMatchObject({ path: '/etc/broker/broker.sqlite', ballastBytes: 65_536 });
    expect(() => readConfiguration(sized(0), source)).toThrow('database/sqlite/ballastBytes');
  });

  it('is PostgreSQL when it is a URL, taken apart and completed', () => {
    const database = read(`postgres://clinic:${password}@db.test/collect?sslmode=verify-full`);
    expect(database).toMatchObject({
      type: 'postgres',
      settings: {
        host: 'db.test',
        port: 5432,
        database: 'collect',
        user: 'clinic',
        tls: { certificateAuthority: undefined },
        connections: 10,
      },
    });
    expect(database.type === 'postgres' && database.settings.password.reveal()).toBe('sentinel/pass@word');
    expect(inspect(database, { depth: 9, showHidden: true })).not.toContain('sentinel');
  });

  it('takes a certificate authority, a port and a number of connections', () => {
    const more = { certificateAuthority: { env: 'AUTHORITY' }, connections: 40 };
    expect(read(`postgresql://clinic@db.test:6432/collect?sslmode=verify-full`, more)).toMatchObject({
      settings: { port: 6432, tls: { certificateAuthority: authority }, connections: 40 },
    });
  });

  it.each(['localhost', '127.0.0.1', '[::1]'])('may be reached in plain text on %s', (host) => {
    expect(read(`postgres://clinic:${password}@${host}:5433/collect`)).toMatchObject({ settings: { port: 5433, tls: undefined } });
  });

  it.each([
    ['sentinel', 'is not a postgres:// URL'],
    ['mysql://clinic:sentinel@localhost/collect', 'is not a postgres:// URL'],
    ['postgres:///collect', 'must name a host'],
    ['postgres://localhost/collect', 'must name a user'],
    ['postgres://clinic:sentinel@localhost', 'must name a database'],
    ['postgres://clinic:sentinel@db.test/collect', 'must have sslmode=verify-full, or a loopback host'],
    ['postgres://clinic:sentinel@db.test/collect?sslmode=require', 'must have sslmode=verify-full, or a loopback host'],
    ['postgres://clinic:sentinel@localhost/collect?sslmode=prefer', 'must have no sslmode but verify-full or disable'],
    ['postgres://clinic:sentinel@localhost/collect?options=-c', 'must have no parameter but sslmode'],
    ['postgres://clinic:%zz@localhost/collect', 'is not percent-encoded as a URL is'],
  ])('is refused, without being quoted, for the URL %s', (url, reason) => {
    const problems = problemsOf(url);
    expect(problems).toContain(`database/postgres/url: ${reason}`);
    expect(problems.join('\n')).not.toContain('sentinel');
  });

  it('is refused with every problem named by its field', () => {
    expect(problemsOf('')).toEqual(['database/postgres/url: the environment variable DATABASE_URL is not set']);
    expect(problemsOf('postgres://clinic@localhost/collect', { connections: 1, pool: 4 })).toEqual([
      'database/postgres/pool: is not a known field',
      'database/postgres/connections: must be >= 2',
    ]);
    expect(problemsOf('x', { url: 'postgres://plain' })).toEqual(['database/postgres/url: must be object']);
  });
});
