import { describe, expect, it } from 'vitest';
import type { Reach } from '../../gateway/reach.ts';
import type { PostgresState } from '../../storage/postgres/inspect-database.ts';
import type { SqliteState } from '../../storage/sqlite/inspect-file.ts';
import { explainProblems } from './explain-problems.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { judgeClock } from './judge-clock.ts';
import { judgeOrigin } from './judge-origin.ts';
import { judgePublicUrl, judgeReach } from './judge-reach.ts';
import { judgeStorage } from './judge-storage.ts';
import { listSecretFiles } from './secret-files.ts';

const nowMs = Date.parse('2027-03-01T12:00:00Z');
const dayMs = 86_400_000;
const answer = (aheadMs: number | undefined, status = 200): Reach => ({ type: 'answer', status, aheadMs });
const refused: Reach = { type: 'failure', reason: 'ECONNREFUSED' };

const judgeDays = (days: number, fromDays = -1) =>
  judgeCertificate('c', { validFromDate: new Date(nowMs + fromDays * dayMs), validToDate: new Date(nowMs + days * dayMs) }, nowMs);

describe('a certificate', () => {
  it.each([
    [60.01, 'ok', 'valid until'],
    [60, 'warn', 'within 60 days'],
    [30.01, 'warn', 'within 60 days'],
    [30, 'warn', 'within 30 days'],
    [7, 'warn', 'within 7 days'],
    [1, 'warn', 'within 1 day,'],
    [0, 'fail', 'expired'],
  ])('that ends in %s days is %s', (days, level, how) => {
    expect(judgeDays(days)).toMatchObject({ level, how: expect.stringContaining(how) as string });
  });

  it('that begins tomorrow fails', () => {
    expect(judgeDays(300, 1).level).toBe('fail');
  });
});

describe('the clock', () => {
  it.each([
    [15_000, 'ok'],
    [15_001, 'warn'],
    [-15_001, 'warn'],
    [60_000, 'warn'],
    [60_001, 'fail'],
    [-60_001, 'fail'],
  ])('that is %s ms ahead of InstaMed’s is %s', (aheadMs, level) => {
    expect(judgeClock('clock', answer(aheadMs)).level).toBe(level);
  });

  it('that cannot be compared is warned of', () => {
    expect(judgeClock('clock', answer(undefined)).level).toBe('warn');
    expect(judgeClock('clock', refused).level).toBe('warn');
  });
});

describe('a server', () => {
  it('that refuses the connection fails, with its remedy', () => {
    expect(judgeReach('upstream', refused)).toEqual({
      level: 'fail',
      what: 'upstream',
      how: 'nothing listens there: start the server, or correct the address (ECONNREFUSED)',
    });
  });

  it('that fails in a way nobody has listed is still told by its code', () => {
    expect(judgeReach('upstream', { type: 'failure', reason: 'EODD' }).how).toContain('(EODD)');
  });

  it.each([
    [404, 'ok'],
    [405, 'ok'],
    [503, 'warn'],
  ])('that answers %i is %s', (status, level) => {
    expect(judgeReach('upstream', answer(0, status)).level).toBe(level);
  });

  it('at publicUrl may be down, but must be the broker when it is up', () => {
    expect(judgePublicUrl(undefined).level).toBe('ok');
    expect(judgePublicUrl(refused).level).toBe('warn');
    expect(judgePublicUrl(answer(0, 404)).level).toBe('warn');
    expect(judgePublicUrl(answer(0)).level).toBe('ok');
  });
});

describe('an allowed origin', () => {
  const facts = {
    origin: 'https://a.test',
    publicUrl: 'https://b.test/pay',
    screenOrigins: ['https://c.test', 'https://d.test'],
    resolves: true,
  };

  it.each([
    ['of a page', {}, 'ok'],
    ['of InstaMed’s screens', { origin: 'https://c.test' }, 'fail'],
    ['of the broker itself', { origin: 'https://b.test' }, 'warn'],
    ['on an unknown name', { resolves: false }, 'warn'],
  ])('%s is judged', (_name, change, level) => {
    expect(judgeOrigin('origin', { ...facts, ...change }).level).toBe(level);
  });
});

describe('the database', () => {
  const sqlite: SqliteState = { type: 'sqlite', file: 'ours', isFolderWritable: true, freeBytes: 2 ** 40 };
  const postgres: PostgresState = { type: 'postgres', version: 180_001, isStandby: false, mayCreateTables: true, schema: 'ours' };

  it.each([
    [sqlite, 'ok'],
    [{ ...sqlite, file: 'none' }, 'ok'],
    [{ ...sqlite, file: 'foreign' }, 'fail'],
    [{ ...sqlite, file: 'newer' }, 'fail'],
    [{ ...sqlite, file: 'unreadable' }, 'fail'],
    [{ ...sqlite, isFolderWritable: false }, 'fail'],
    [{ ...sqlite, freeBytes: 2 ** 20 }, 'warn'],
    [postgres, 'ok'],
    [{ ...postgres, schema: 'none' }, 'ok'],
    [{ ...postgres, schema: 'newer' }, 'fail'],
    [{ ...postgres, version: 130_012 }, 'fail'],
    [{ ...postgres, isStandby: true }, 'fail'],
    [{ ...postgres, mayCreateTables: false }, 'fail'],
    [{ type: 'failure', reason: '28P01' }, 'fail'],
  ] as const)('%j is %s', (state, level) => {
    expect(judgeStorage(state).level).toBe(level);
  });
});

describe('a configuration', () => {
  it('is told of by what is wrong, and by what is still empty', () => {
    const problems = [
      { field: 'tenants/0/id', reason: 'must match' },
      { field: 'publicUrl', reason: 'is not an absolute URL' },
    ];
    expect(explainProblems(problems, { publicUrl: 'x', tenants: [{ id: '' }] }).map(({ how }) => how)).toEqual([
      'is still to be filled in (docs/broker.md, Configuration)',
      'is not an absolute URL',
    ]);
  });

  it('names the files of its secrets, and not those of certificates', () => {
    const json = { a: { file: 'x' }, signingCertificate: { file: 'y' }, list: [{ certificateKey: { env: 'E' } }, { key: { file: 'z' } }] };
    expect(listSecretFiles(json)).toEqual([
      { field: 'a', file: 'x' },
      { field: 'list/1/key', file: 'z' },
    ]);
  });
});
