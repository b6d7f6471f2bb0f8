import type { BrokerConfiguration, Tenant } from '../../configuration/configuration.ts';
import { screenOrigins } from '../../configuration/screen-portals.ts';
import type { Reach } from '../../gateway/reach.ts';
import type { StorageState } from '../../storage/inspect-storage.ts';
import { fail, ok, warn, type Check } from './check.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { judgeClock } from './judge-clock.ts';
import { judgeNextSigning, judgeSecretFile } from './judge-keys.ts';
import { judgeOrigin } from './judge-origin.ts';
import { judgePublicUrl, judgeReach } from './judge-reach.ts';
import { judgeStorage } from './judge-storage.ts';
import { listCertificates } from './list-certificates.ts';
import { listSecretFiles } from './secret-files.ts';

/** What the doctor looks with. None of them sends a credential or changes anything. */
export interface Instruments {
  readonly nowMs: () => number;
  readonly isOpenToOthers: (file: string) => boolean;
  /** Asks the external signers of a tenant for a signature; undefined when they give the right one. */
  readonly findSignerFault: (tenant: Tenant) => Promise<string | undefined>;
  readonly resolves: (hostname: string) => Promise<boolean>;
  readonly reachUpstream: (url: string) => Promise<Reach>;
  readonly reachEndpoint: (url: string) => Promise<Reach>;
  readonly reachBroker: (publicUrl: string) => Promise<Reach>;
  readonly inspectStorage: () => Promise<StorageState>;
}

/** All checks of a configuration that could be read, in one order; what takes time is done at once. `json` is the file it was read from. */
export async function examine(json: unknown, configuration: BrokerConfiguration, instruments: Instruments): Promise<readonly Check[]> {
  const nowMs = instruments.nowMs();
  const { publicUrl, tenants } = configuration;
  const local: readonly Check[] = [
    ok('configuration', `can be read, for ${configuration.environment}`),
    ...listSecretFiles(json).map(({ field, file }) => judgeSecretFile(field, instruments.isOpenToOthers(file))),
    ...listCertificates(configuration).map(({ what, certificate }) => judgeCertificate(what, certificate, nowMs)),
    ...tenants.flatMap((tenant) => judgeNextSigning(tenant, nowMs)),
  ];
  const around = await Promise.all([
    ...tenants.flatMap((tenant) => [
      examineSigners(tenant, instruments),
      examineOrigins(tenant, publicUrl, instruments),
      examineWebhooks(tenant, instruments),
    ]),
    examineUpstream(tenants, instruments),
    examinePublicUrl(publicUrl, instruments),
    examineStorage(instruments),
  ]);
  return [...local, ...around.flat()];
}

async function examineSigners(tenant: Tenant, { findSignerFault }: Instruments): Promise<readonly Check[]> {
  if (tenant.instamed.saml === undefined) return [];
  const what = `${tenant.id}: saml/signingKey`;
  const fault = await findSignerFault(tenant);
  return [fault === undefined ? ok(what, "is the certificate's") : fail(what, `${fault}: look at the signing module`)];
}

async function examineOrigins(tenant: Tenant, publicUrl: string | undefined, { resolves }: Instruments): Promise<readonly Check[]> {
  return Promise.all(
    tenant.allowedOrigins.map(async (origin) =>
      judgeOrigin(`${tenant.id}: origin ${origin}`, {
        origin,
        publicUrl,
        screenOrigins: screenOrigins(tenant.instamed),
        resolves: await resolves(new URL(origin).hostname.replace(/^\[|\]$/g, '')),
      }),
    ),
  );
}

async function examineWebhooks({ id, webhooks }: Tenant, instruments: Instruments): Promise<readonly Check[]> {
  return Promise.all(webhooks.map(async (one) => judgeReach(`${id}: webhook ${one.id}`, await instruments.reachEndpoint(one.url))));
}

/** Each of InstaMed's servers once, whichever tenants use it. */
async function examineUpstream(tenants: readonly Tenant[], { reachUpstream }: Instruments): Promise<readonly Check[]> {
  const urls = tenants.flatMap(({ instamed }) => [
    instamed.acsUrl,
    instamed.tokenStatusUrl,
    instamed.receiptUrl,
    instamed.paymentServiceUrl,
    ...(instamed.rest === undefined ? [] : [instamed.rest.url]),
  ]);
  const origins = [...new Set(urls.map((url) => new URL(url).origin))];
  const portals = tenants.map(({ instamed }) => instamed.consumer.screensOrigin);
  const ofPatients = new Set(portals.filter((origin) => !origins.includes(origin)));
  const looked = await Promise.all([...origins, ...ofPatients].map(async (origin) => ({ origin, reach: await reachUpstream(origin) })));
  return looked.flatMap(({ origin, reach }) => {
    const check = judgeReach(`upstream ${origin}`, reach);
    // Not every clinic has its patients pay by themselves.
    if (!ofPatients.has(origin)) return [check, judgeClock(`clock against ${origin}`, reach)];
    return [check.level === 'fail' ? warn(check.what, `${check.how}; needed for consumer-payment only`) : check];
  });
}

async function examinePublicUrl(publicUrl: string | undefined, { reachBroker }: Instruments): Promise<readonly Check[]> {
  return [judgePublicUrl(publicUrl === undefined ? undefined : await reachBroker(publicUrl))];
}

async function examineStorage({ inspectStorage }: Instruments): Promise<readonly Check[]> {
  return [judgeStorage(await inspectStorage())];
}
