import { Buffer } from 'node:buffer';
import { Settings } from 'typebox/system';
import { Value } from 'typebox/value';
import { checkOrigin, checkUrl } from './addresses.ts';
import { ConfigurationFile, type TenantFile } from './configuration-file.ts';
import type { BrokerConfiguration, Tenant } from './configuration.ts';
import { Problems } from './problems.ts';
import { readDatabaseSettings } from './read-database-settings.ts';
import { readInstaMedAccount } from './read-instamed-account.ts';
import { readPressureLimits } from './read-pressure-limits.ts';
import { readRetentionTimes } from './read-retention-times.ts';
import { readWebhookEndpoints } from './read-webhook-endpoints.ts';
import { Secret } from './secret.ts';
import { readSecret, type SecretSource } from './secret-references.ts';

/** Checks and completes a configuration. Throws one ConfigurationError that lists every problem by field and reason, and no value. */
export function readConfiguration(json: unknown, source: SecretSource): BrokerConfiguration {
  const problems = new Problems();
  const file = readShape(problems, json);
  if (file.publicUrl !== undefined) checkUrl(problems, 'publicUrl', file.publicUrl);
  const clientSecretKey = Buffer.from(readSecret(problems, 'clientSecretKey', file.clientSecretKey, source)?.reveal() ?? '', 'base64');
  problems.refuse(clientSecretKey.length < 32, 'clientSecretKey', 'must be at least 32 bytes in base64');
  checkUnique(problems, file.tenants);
  const { allowLoopback = false, timeoutMs = 15_000 } = file.webhookDelivery ?? {};
  const configuration: BrokerConfiguration = {
    listen: { host: file.listen?.host ?? '127.0.0.1', port: file.listen?.port ?? 4010 },
    publicUrl: file.publicUrl?.replace(/\/+$/, ''),
    database: readDatabaseSettings(problems, file.database, source),
    clientSecretKey: new Secret<Uint8Array>(clientSecretKey),
    polling: { intervalMs: file.polling?.intervalMs ?? 10_000, windowMs: file.polling?.windowMs ?? 900_000 },
    upstream: {
      connectTimeoutMs: file.upstream?.connectTimeoutMs ?? 5000,
      answerTimeoutMs: file.upstream?.answerTimeoutMs ?? 15_000,
      pollsPerSecond: file.upstream?.pollsPerSecond ?? 200,
    },
    limits: {
      hostRequestsPerMinute: file.limits?.hostRequestsPerMinute ?? 6000,
      pageRequestsPerMinute: file.limits?.pageRequestsPerMinute ?? 600,
      streamsPerSession: file.limits?.streamsPerSession ?? 10,
    },
    shedding: readPressureLimits(file.shedding),
    webhookDelivery: { allowLoopback, timeoutMs },
    retention: readRetentionTimes(file.retention),
    tenants: file.tenants.map((tenant, index) => readTenant(problems, `tenants/${index}`, tenant, allowLoopback, source)),
  };
  problems.throwIfAny();
  return configuration;
}

/** Wrong shapes stop the reading: what follows relies on them. */
function readShape(problems: Problems, json: unknown): ConfigurationFile {
  Settings.Set({ maxErrors: 1000 });
  for (const { keyword, instancePath, message, params } of Value.Errors(ConfigurationFile, json)) {
    const field = instancePath.slice(1) || '(root)';
    // Told by `boolean`, which names the field itself, and by what is wrong in the branch that `if` took.
    if (keyword === 'additionalProperties' || keyword === 'if') continue;
    if (keyword === 'boolean') problems.add(field, 'is not a known field');
    else if ('requiredProperties' in params)
      for (const missing of params.requiredProperties)
        problems.add([instancePath.slice(1), missing].filter(Boolean).join('/'), 'is missing');
    else problems.add(field, message);
  }
  problems.throwIfAny();
  return json as ConfigurationFile;
}

function checkUnique(problems: Problems, tenants: readonly TenantFile[]): void {
  const ids = new Set<string>();
  const hashes = new Set<string>();
  for (const [index, tenant] of tenants.entries()) {
    problems.refuse(ids.has(tenant.id), `tenants/${index}/id`, 'is used by another tenant');
    ids.add(tenant.id);
    for (const [position, { sha256 }] of tenant.secretKeys.entries()) {
      problems.refuse(hashes.has(sha256), `tenants/${index}/secretKeys/${position}/sha256`, 'is used twice');
      hashes.add(sha256);
    }
  }
}

function readTenant(problems: Problems, field: string, file: TenantFile, allowLoopback: boolean, source: SecretSource): Tenant {
  for (const [index, origin] of file.allowedOrigins.entries()) checkOrigin(problems, `${field}/allowedOrigins/${index}`, origin);
  return {
    id: file.id,
    name: file.name,
    secretKeys: file.secretKeys.map(({ sha256, scopes }) => ({ sha256: Buffer.from(sha256, 'hex'), scopes })),
    allowedOrigins: file.allowedOrigins,
    instamed: readInstaMedAccount(problems, `${field}/instamed`, file.instamed, source),
    webhooks: readWebhookEndpoints(problems, `${field}/webhooks`, file.webhooks ?? [], allowLoopback, source),
    duplicateGuard: file.duplicateGuard ?? 'join',
    recentlyPaidMs: file.recentlyPaidMs ?? 600_000,
  };
}
