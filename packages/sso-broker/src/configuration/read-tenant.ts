import { decodeCents } from '@collect-payment/protocol';
import { checkOrigin } from './addresses.ts';
import type { SecretKey, Tenant } from './configuration.ts';
import type { Problems } from './problems.ts';
import { readInstaMedAccount } from './read-instamed-account.ts';
import { readWebhookEndpoints } from './read-webhook-endpoints.ts';
import type { SecretSource } from './secret-references.ts';
import type { SecretKeyFile, TenantFile } from './tenant-file.ts';
import { checkSecretKeyHash } from './weak-secrets.ts';

export function readTenant(problems: Problems, field: string, file: TenantFile, allowLoopback: boolean, source: SecretSource): Tenant {
  const secretKeys = problems.readPart(() => readSecretKeys(problems, `${field}/secretKeys`, file.secretKeys));
  problems.readPart(() => checkOrigins(problems, `${field}/allowedOrigins`, file.allowedOrigins));
  const instamed = problems.readPart(() => readInstaMedAccount(problems, `${field}/instamed`, file.instamed, source));
  problems.refuse(!isTimeZone(file.timeZone), `${field}/timeZone`, 'is no time zone such as America/Chicago');
  const webhooks = problems.readPart(() => readWebhookEndpoints(problems, `${field}/webhooks`, file.webhooks ?? [], allowLoopback, source));
  return {
    id: file.id,
    name: file.name,
    secretKeys,
    allowedOrigins: file.allowedOrigins,
    instamed,
    webhooks,
    duplicateGuard: file.duplicateGuard ?? 'join',
    cardLikeIds: file.cardLikeIds ?? 'refuse',
    recentlyPaidMs: file.recentlyPaidMs ?? 600_000,
    timeZone: file.timeZone ?? 'UTC',
    reversals: {
      dailyCeilingCents: centsOf(file.reversals?.dailyCeiling),
      secondApproverAboveCents: centsOf(file.reversals?.secondApproverAbove),
    },
  };
}

/** As far as this Node knows them. */
function isTimeZone(name: string | undefined): boolean {
  try {
    return name === undefined || new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const centsOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : decodeCents(text));

function readSecretKeys(problems: Problems, field: string, keys: readonly SecretKeyFile[]): readonly SecretKey[] {
  return keys.map(({ id, sha256, scopes }, index) => {
    problems.refuse(keys.findIndex((other) => other.id === id) !== index, `${field}/${index}/id`, 'is used by another key of the tenant');
    checkSecretKeyHash(problems, `${field}/${index}/sha256`, sha256);
    return { id, sha256: Buffer.from(sha256, 'hex'), scopes };
  });
}

function checkOrigins(problems: Problems, field: string, origins: readonly string[]): void {
  for (const [index, origin] of origins.entries()) {
    checkOrigin(problems, `${field}/${index}`, origin);
    problems.refuse(origins.indexOf(origin) !== index, `${field}/${index}`, 'is listed twice');
  }
}

/** What no two tenants may share: a key, a name, or a page that could hold either's client secrets. */
export function checkTenantsApart(problems: Problems, tenants: readonly TenantFile[]): void {
  const owners = { id: new Map<string, number>(), sha256: new Map<string, number>(), origin: new Map<string, number>() };
  for (const [index, tenant] of tenants.entries()) {
    const claim = (kind: keyof typeof owners, value: string, field: string, reason: string) => {
      const owner = owners[kind].get(value);
      problems.refuse(owner !== undefined && (owner !== index || kind !== 'origin'), `tenants/${index}/${field}`, reason);
      owners[kind].set(value, owner ?? index);
    };
    claim('id', tenant.id, 'id', 'is used by another tenant');
    for (const [at, { sha256 }] of tenant.secretKeys.entries()) claim('sha256', sha256, `secretKeys/${at}/sha256`, 'is used twice');
    for (const [at, origin] of tenant.allowedOrigins.entries())
      claim('origin', origin, `allowedOrigins/${at}`, 'is allowed by another tenant too');
  }
}
