import { registerHooks, type LoadFnOutput } from 'node:module';
import type { BrokerCore } from '../broker/broker-core.ts';
import type { createDisk } from '../broker/disk.ts';
import type { PlantedBug } from './planted-bug.ts';

const packages = new URL('../../../packages/', import.meta.url).href;
const disks = new URL('../broker/disk.ts', import.meta.url).href;
const copied = ['sso-broker/src/', 'protocol/src/', '../simulation/src/broker/'].map((folder) => new URL(folder, packages).href);
const mark = '?planted=';
const bugs = new Map<string, PlantedBug>();
let hooked = false;

/** What a world with a planted bug in it runs. */
export interface Planted {
  readonly core: BrokerCore;
  readonly createDisk: typeof createDisk;
}

/** Loads a copy of the broker, and of the disk, with the bug in it. The product's own modules are untouched, in this process too. */
export async function loadPlanted(bug: PlantedBug): Promise<Planted> {
  hook();
  // In letters that no URL writes otherwise.
  const key = Buffer.from(bug.name).toString('base64url');
  bugs.set(key, bug);
  const [core, disk] = await Promise.all([
    import(`${import.meta.resolve('@collect-payment/sso-broker/core')}${mark}${key}`),
    import(`${disks}${mark}${key}`),
  ]);
  return { core: core as BrokerCore, createDisk: (disk as { createDisk: typeof createDisk }).createDisk };
}

/** A module that a copied module imports is copied too, and the one with the bug is changed on its way in. */
function hook(): void {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const key = keyOf(context.parentURL);
      const copies = key !== undefined && copied.some((folder) => resolved.url.startsWith(folder));
      return copies ? { ...resolved, url: `${resolved.url}${mark}${key}` } : resolved;
    },
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const bug = bugs.get(keyOf(url) ?? '');
      if (bug === undefined || !url.startsWith(`${new URL(bug.file, packages).href}${mark}`)) return loaded;
      return { ...loaded, source: plant(textOf(loaded.source), bug) };
    },
  });
}

function textOf(source: LoadFnOutput['source']): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source ?? undefined);
}

function keyOf(url: string | undefined): string | undefined {
  return url?.split(mark)[1];
}

function plant(source: string, { name, file, find, put }: PlantedBug): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`"${name}" no longer fits ${file}: its passage occurs ${parts.length - 1} times`);
  return parts.join(put);
}
