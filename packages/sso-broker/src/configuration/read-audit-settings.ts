import { hkdfSync } from 'node:crypto';
import type { ClientSecretKeys } from '../identity/client-secret.ts';
import type { AuditFile } from './audit-file.ts';
import type { AuditSettings } from './configuration.ts';
import type { Problems } from './problems.ts';
import { readRandomKey } from './read-random-key.ts';
import { Secret } from './secret.ts';
import type { SecretSource } from './secret-references.ts';

const minuteMs = 60_000;

/** Outside of production a key is made of `clientSecretKey`, so that nothing need be set to try the broker out. */
export function readAuditSettings(
  problems: Problems,
  { key, olderKeys = [], addresses = 'servers', checkpointMinutes = 5 }: AuditFile = {},
  source: SecretSource,
  clientSecretKeys: ClientSecretKeys,
): AuditSettings {
  problems.refuseInProduction(key === undefined, 'audit/key', 'is missing');
  const first = key === undefined ? derivedFrom(clientSecretKeys[0]) : readRandomKey(problems, 'audit/key', key, source);
  const older = olderKeys.map((reference, index) => readRandomKey(problems, `audit/olderKeys/${index}`, reference, source));
  for (const [index, other] of older.entries())
    problems.refuse(Buffer.compare(first.reveal(), other.reveal()) === 0, `audit/olderKeys/${index}`, 'is the same as key');
  return { keys: [first, ...older], addresses, checkpointMs: checkpointMinutes * minuteMs };
}

function derivedFrom(key: Secret<Uint8Array>): Secret<Uint8Array> {
  return new Secret(new Uint8Array(hkdfSync('sha256', key.reveal(), '', 'audit', 32)));
}
