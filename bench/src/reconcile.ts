import { createWriteStream, createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePostingLine } from '@collect-payment/protocol';
import { openDatabase, reconcile, SqliteStore, type PaymentSession } from '@collect-payment/sso-broker/core';
import type { Figure } from './figure.ts';
import { newSession } from './open-sessions/seed.ts';

/** A month of a large clinic's: as many payments as are measured, ten times the sessions of the other measurements. */
const perSession = 10;
const startMs = Date.parse('2026-11-01T00:00:00Z');
const gapMs = 20_000;
const sampleEvery = 16;

const sessionIdOf = (number: number): string => `ps_${String(number).padStart(22, '0')}`;
const transactionIdOf = (number: number): string => number.toString(16).padStart(32, '0');

/** A session that was paid, as the engine would have stored it. */
function paidSession(number: number): PaymentSession {
  const atMs = startMs + number * gapMs;
  const id = sessionIdOf(number);
  const polling = { intervalMs: 10_000, windowMs: 900_000 };
  const receipt = { transactionId: transactionIdOf(number), transactionStatus: 'C', tender: 'card', signatureRequired: false } as const;
  return {
    terms: { ...newSession, id, polling, createdAtMs: atMs - 60_000, expiresAtMs: atMs },
    sequence: 5,
    updatedAtMs: atMs,
    watches: [],
    otherReceipts: [],
    notes: [],
    status: 'approved',
    late: false,
    found: { token: `T${number}`, receipt, verdict: { type: 'approved', approvedCents: 12_500, source: 'requested' }, foundAtMs: atMs },
  };
}

function openUnsynced(path: string) {
  const database = openDatabase(path);
  database.exec('PRAGMA synchronous = OFF');
  return database;
}

/** Without a sync for each: what is measured begins afterwards. */
async function fillStore(path: string, count: number): Promise<SqliteStore> {
  const store = new SqliteStore(path, { open: openUnsynced });
  for (let number = 0; number < count; number += 1) {
    const session = paidSession(number);
    await store.create(session, []);
    await store.commit({ from: session, to: { ...session, sequence: session.sequence + 1 }, effects: [] });
  }
  return store;
}

async function writeFile(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  for (let number = 0; number < count; number += 1) {
    const fields = {
      'Merchant ID': newSession.outlet.merchantId,
      'Store ID': newSession.outlet.storeId,
      'Terminal ID': newSession.outlet.terminalId,
      'Payment Transaction Type': 'CreditCard',
      'Payment Transaction Action': 'AuthCapt',
      'Card Type': 'VISA',
      'Transaction ID': transactionIdOf(number),
      'Transaction Status Code': 'S',
      'Patient LastName': newSession.patient.lastName,
      'Patient Account Number': newSession.patient.id,
      AdditionalInfo1: newSession.invoice,
      AdditionalInfo5: sessionIdOf(number),
    };
    const line = writePostingLine({ recordId: 'IMDPA12', cents: 12_500, at: new Date(startMs + number * gapMs), fields });
    if (!file.write(`${line}\r\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

/** The file as it is read, and the most memory that the process had meanwhile. */
function watched(path: string) {
  const peak = { bytes: 0 };
  async function* bytes(): AsyncGenerator<Uint8Array> {
    let pieces = 0;
    for await (const piece of createReadStream(path) as AsyncIterable<Uint8Array>) {
      if (pieces % sampleEvery === 0) peak.bytes = Math.max(peak.bytes, process.memoryUsage.rss());
      pieces += 1;
      yield piece;
    }
  }
  return { peak, bytes: bytes() };
}

const megabytes = (size: number): string => `${(size / 1e6).toFixed(1)} MB`;

function refuseDifference(difference: object): never {
  throw new Error(`There should be no difference: ${JSON.stringify(difference)}`);
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** One pass over a month that has no difference, beside a bare read of the same file. */
export async function measureReconciliation(sessions: number): Promise<readonly Figure[]> {
  const count = sessions * perSession;
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-'));
  try {
    const file = join(folder, 'EOD.txt');
    await writeFile(file, count);
    const store = await fillStore(join(folder, 'broker.sqlite'), count);
    const bareMs = await timeOf(async () => {
      let ends = 0;
      for await (const piece of createReadStream(file) as AsyncIterable<Uint8Array>) for (const byte of piece) if (byte === 10) ends += 1;
      if (ends !== count) throw new Error(`${ends} lines of ${count} were read.`);
    });
    const beforeBytes = process.memoryUsage.rss();
    const { peak, bytes } = watched(file);
    const tenant = { id: newSession.tenantId, instamed: { sessionIdField: 5 } } as const;
    const tookMs = await timeOf(async () => {
      const { matched } = await reconcile({ store, tenant, file: bytes, zone: 'Z', nowMs: Date.now(), tell: refuseDifference });
      if (matched !== count) throw new Error(`${matched} of ${count} payments were matched.`);
    });
    await store.close();
    const grownBytes = Math.max(0, peak.bytes - beforeBytes);
    const fileBytes = statSync(file).size;
    console.error(
      `  ${count} payments: ${tookMs.toFixed(0)} ms; a bare read ${bareMs.toFixed(0)} ms; memory grew by ${megabytes(grownBytes)}`,
    );
    return [
      {
        measured: `reconciliation of ${count} payments in one pass over SQLite`,
        comparedTo: `a bare read of the same file, ${megabytes(fileBytes)}, counting its lines`,
        ratio: tookMs / bareMs,
        better: 'lower',
      },
      {
        measured: `the most memory that it took, ${megabytes(grownBytes)}`,
        comparedTo: 'the file',
        ratio: grownBytes / fileBytes,
        better: 'lower',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
