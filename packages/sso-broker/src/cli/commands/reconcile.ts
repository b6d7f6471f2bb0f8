import { createReadStream, existsSync } from 'node:fs';
import { systemClock } from '../../engine/clock.ts';
import type { Tenant } from '../../configuration/configuration.ts';
import { loadConfiguration } from '../../configuration/load-configuration.ts';
import { FetchError, fetchPostingFile, type FetchFailure } from '../../reconcile/fetch-posting-file.ts';
import { reconcile } from '../../reconcile/reconcile.ts';
import { openStore } from '../../storage/open-store.ts';
import { ProblemError, UsageError, type Command } from '../command.ts';
import { readWords } from '../read-words.ts';
import { storeProblems } from '../store-problems.ts';

const options = {
  file: { type: 'string' },
  sftp: { type: 'string' },
  from: { type: 'string' },
  before: { type: 'string' },
  zone: { type: 'string' },
} as const;
const zoneShape = /^(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$/;

/** Prints each difference as a JSON object on a line, and a summary last; 1 when there is any difference. */
export const reconcileFile: Command = async (typed, { environment, nowMs, print }) => {
  const { positionals, values } = readWords(typed, 2, options);
  const [path = '', tenantId = ''] = positionals;
  const { file, sftp, zone = 'Z' } = values;
  if ((file === undefined) === (sftp === undefined) || !zoneShape.test(zone)) throw new UsageError();
  const window = { ...timeOf('fromMs', values.from), ...timeOf('beforeMs', values.before) };
  const { database, encryption, tenants } = loadConfiguration(path, '<configuration>', environment);
  const tenant = tenants.find(({ id }) => id === tenantId);
  if (tenant === undefined) throw new ProblemError('<tenant>: the configuration has none of that id');
  const bytes = sftp === undefined ? readBytes(file ?? '') : fetchBytes(tenant, sftp);
  // Opened, a file that is not there would be made.
  if (database.type === 'sqlite' && !existsSync(database.path)) throw new ProblemError('database: there is no such file');
  return storeProblems(async () => {
    const store = await openStore(
      database,
      systemClock,
      () => undefined,
      () => undefined,
      encryption,
    );
    try {
      const say = (found: object): void => print(JSON.stringify(found));
      const summary = await reconcile({ store, tenant, file: bytes, zone, nowMs: nowMs(), tell: say, ...window });
      say({ type: 'summary', ...summary });
      return summary.differences === 0 ? 0 : 1;
    } finally {
      await store.close();
    }
  });
};

async function* readBytes(path: string): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<Uint8Array> = createReadStream(path);
  try {
    yield* stream;
  } catch (error) {
    throw new ProblemError('--file: the file cannot be read', { cause: error });
  }
}

const failures: Readonly<Record<FetchFailure, string>> = {
  unreachable: 'the file server cannot be reached, or broke off before the sign-on',
  other_host_key: 'the file server has another key than hostKey says; nothing was sent to it',
  refused_sign_on: 'the file server refuses the sign-on',
  bad_private_key: 'the privateKey is none that SSH can use',
  no_such_file: 'the file server has no such file, or does not let it be read',
  cut_off: 'the file broke off before its end; nothing can be said about what is missing from it',
};

function fetchBytes({ id, instamed }: Tenant, path: string): AsyncGenerator<Uint8Array> {
  if (instamed.postingFiles === undefined) throw new ProblemError(`--sftp: the tenant ${id} has no instamed/postingFiles`);
  return told(fetchPostingFile(instamed.postingFiles, path));
}

async function* told(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    throw error instanceof FetchError ? new ProblemError(`--sftp: ${failures[error.failure]}`, { cause: error }) : error;
  }
}

/** ISO 8601 with its zone. Throws UsageError. */
function timeOf<Name extends string>(name: Name, text: string | undefined): { readonly [Key in Name]?: number } {
  if (text === undefined) return {};
  const atMs = /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) throw new UsageError();
  return { [name]: atMs } as { readonly [Key in Name]?: number };
}
