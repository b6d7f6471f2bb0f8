import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveAuditKeys } from '../../src/audit/audit-keys.ts';
import type { ChainVerdict } from '../../src/audit/verify-chain.ts';
import { readConfiguration } from '../../src/index.ts';
import { openAuditReader } from '../../src/storage/open-audit-reader.ts';
import { environment } from './broker.ts';
import { brokerJson } from './broker-json.ts';
import { recordedOf, verifyStored, type Recorded } from './chain.ts';

/** The configuration of a test's broker, in a file of its folder. */
export function writeConfiguration(directory: string): string {
  const path = join(directory, 'broker.json');
  writeFileSync(path, JSON.stringify(brokerJson('http://127.0.0.1:9')));
  return path;
}

/** What a broker that has ended has left in its folder, about the first tenant. */
export async function readAudit(directory: string): Promise<{ readonly rows: readonly Recorded[]; readonly verdict: ChainVerdict }> {
  const { audit, database } = readConfiguration(brokerJson('http://127.0.0.1:9'), { environment, directory });
  const reader = await openAuditReader(database);
  try {
    const keys = audit.keys.map((key) => deriveAuditKeys(key));
    return { rows: await recordedOf(reader, 'riverside'), verdict: await verifyStored(reader, 'riverside', [], keys) };
  } finally {
    await reader.close();
  }
}
