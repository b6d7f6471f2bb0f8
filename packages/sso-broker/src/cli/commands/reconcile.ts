import { createReadStream, existsSync } from 'node:fs';
import { systemClock } from '../../engine/clock.ts';
import { loadConfiguration } from '../../configuration/load-configuration.ts';
import { reconcile } from '../../reconcile/reconcile.ts';
import { openStore } from '../../storage/open-store.ts';
import { ProblemError, UsageError, type Command } from '../command.ts';
import { readWords } from '../read-words.ts';
import { storeProblems } from '../store-problems.ts';

const options = { file: { type: 'string' }, from: { type: 'string' }, before: { type: 'string' }, zone: { type: 'string' } } as const;
const zoneShape = /^(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$/;

/** Prints each difference as a JSON object on a line, and a summary last; 1 when there is any difference. */
export const reconcileFile: Command = async (typed, { environment, nowMs, print }) => {
  const { positionals, values } = readWords(typed, 2, options);
  const [path = '', tenantId = ''] = positionals;
  const { file, zone = 'Z' } = values;
  if (file === undefined || !zoneShape.test(zone)) throw new UsageError();
  const window = { ...timeOf('fromMs', values.from), ...timeOf('beforeMs', values.before) };
  const { database, encryption, tenants } = loadConfiguration(path, '<configuration>', environment);
  const tenant = tenants.find(({ id }) => id === tenantId);
  if (tenant === undefined) throw new ProblemError('<tenant>: the configuration has none of that id');
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
      const told = (found: object): void => print(JSON.stringify(found));
      const bytes = readBytes(file);
      const summary = await reconcile({ store, tenant, file: bytes, zone, nowMs: nowMs(), tell: told, ...window });
      told({ type: 'summary', ...summary });
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

/** ISO 8601 with its zone. Throws UsageError. */
function timeOf<Name extends string>(name: Name, text: string | undefined): { readonly [Key in Name]?: number } {
  if (text === undefined) return {};
  const atMs = /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) throw new UsageError();
  return { [name]: atMs } as { readonly [Key in Name]?: number };
}
