import type { ClientSecretKeys } from '../identity/client-secret.ts';
import { checkUrl } from './addresses.ts';
import { checkShape } from './check-shape.ts';
import type { ConfigurationFile } from './configuration-file.ts';
import type { BrokerConfiguration } from './configuration.ts';
import { Problems } from './problems.ts';
import { readDatabaseSettings } from './read-database-settings.ts';
import { readEncryption } from './read-encryption.ts';
import { readConnectionSettings, readLimits } from './read-limits.ts';
import { checkMutualTls, readListener } from './read-listener.ts';
import { readAuditSettings } from './read-audit-settings.ts';
import { readMetricsSettings } from './read-metrics-settings.ts';
import { readPressureLimits } from './read-pressure-limits.ts';
import { readRandomKey } from './read-random-key.ts';
import { readRetentionTimes } from './read-retention-times.ts';
import { checkTenantsApart, readTenant } from './read-tenant.ts';
import { readUpstream } from './read-upstream.ts';
import type { SecretSource } from './secret-references.ts';

/** Checks and completes a configuration. Throws one ConfigurationError that lists every problem by field and reason, and no value. */
export function readConfiguration(json: unknown, source: SecretSource): BrokerConfiguration {
  const isTest = typeof json === 'object' && json !== null && 'environment' in json && json.environment === 'test';
  const problems = new Problems(!isTest);
  checkShape(problems, json);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) problems.throwIfAny();
  // Shapes that are wrong are noted and the reading goes on, so that nothing is told in a second round that could be told in the first.
  const configuration = problems.readPart(() => readSections(problems, json as ConfigurationFile, source));
  problems.throwIfAny();
  return configuration;
}

/** One line a section; each reads itself, and keeps what it found when it cannot go on. */
function readSections(problems: Problems, file: ConfigurationFile, source: SecretSource): BrokerConfiguration {
  const part = <T>(make: () => T): T => problems.readPart(make);
  const { allowLoopback = false, timeoutMs = 15_000 } = file.webhookDelivery ?? {};
  problems.refuseInProduction(allowLoopback, 'webhookDelivery/allowLoopback', 'is for tests only');
  part(() => checkTenantsApart(problems, file.tenants));
  part(() => checkMutualTls(problems, file));
  const clientSecretKeys = part(() => readClientSecretKeys(problems, file, source));
  return {
    environment: file.environment ?? 'production',
    listen: part(() => readListener(problems, file.listen, source)),
    publicUrl: part(() => readPublicUrl(problems, file.publicUrl)),
    database: part(() => readDatabaseSettings(problems, file.database, source)),
    encryption: part(() =>
      readEncryption(
        problems,
        file.encryption,
        file.tenants.map(({ id }) => id),
        clientSecretKeys,
        source,
      ),
    ),
    clientSecretKeys,
    polling: part(() => readPolling(problems, file.polling)),
    upstream: part(() => readUpstream(problems, file.upstream ?? {}, source)),
    limits: part(() => readLimits(problems, file.limits)),
    connections: part(() => readConnectionSettings(problems, file.connections)),
    shedding: readPressureLimits(file.shedding),
    webhookDelivery: { allowLoopback, timeoutMs },
    retention: part(() => readRetentionTimes(file.retention)),
    metrics: part(() => readMetricsSettings(problems, file, source)),
    audit: part(() => readAuditSettings(problems, file.audit, source, clientSecretKeys)),
    tenants: part(() =>
      file.tenants.map((tenant, index) => part(() => readTenant(problems, `tenants/${index}`, tenant, allowLoopback, source))),
    ),
  };
}

function readPublicUrl(problems: Problems, text: string | undefined): string | undefined {
  problems.refuseInProduction(text === undefined, 'publicUrl', 'is missing');
  if (text === undefined) return undefined;
  checkUrl(problems, 'publicUrl', text);
  problems.refuse(text.includes('?'), 'publicUrl', 'must not have a query');
  return text.replace(/\/+$/, '');
}

function readPolling(problems: Problems, { intervalMs = 10_000, windowMs = 900_000 }: NonNullable<ConfigurationFile['polling']> = {}) {
  problems.refuse(intervalMs > windowMs, 'polling/intervalMs', 'is longer than windowMs');
  problems.refuseInProduction(intervalMs < 10_000, 'polling/intervalMs', 'is faster than InstaMed allows');
  return { intervalMs, windowMs };
}

function readClientSecretKeys(problems: Problems, file: ConfigurationFile, source: SecretSource): ClientSecretKeys {
  const first = readRandomKey(problems, 'clientSecretKey', file.clientSecretKey, source);
  if (file.secondClientSecretKey === undefined) return [first];
  const second = readRandomKey(problems, 'secondClientSecretKey', file.secondClientSecretKey, source);
  problems.refuse(Buffer.compare(first.reveal(), second.reveal()) === 0, 'secondClientSecretKey', 'is the same as clientSecretKey');
  return [first, second];
}
