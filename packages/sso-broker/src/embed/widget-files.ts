import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the widget's build says of its scripts, and of the data that they fetch; every field is in docs/pci.md. */
interface ScriptsInventory {
  readonly scripts: readonly WidgetScript[];
  /** Absent in the build of an earlier version. */
  readonly data?: readonly { readonly file: string }[];
}

export interface WidgetScript {
  readonly name: string;
  /** The one name of these bytes: it holds the version and the start of their digest. */
  readonly file: string;
  readonly integrity: string;
}

/** The files of the widget's build, in memory: the broker serves them and runs none. */
export interface WidgetFiles {
  readonly scripts: readonly WidgetScript[];
  readonly codeOf: (file: string) => Buffer | undefined;
}

const inventory = '@collect-payment/widget/scripts-inventory.json';

/** Reads them once. Undefined where the widget was not built: payments need it in no way, so the broker works all the same. */
export function readWidgetFiles(): WidgetFiles | undefined {
  const place = import.meta.resolve(inventory);
  try {
    const { scripts, data = [] } = JSON.parse(readFileSync(fileURLToPath(place), 'utf8')) as ScriptsInventory;
    const codes = new Map([...scripts, ...data].map(({ file }) => [file, readFileSync(new URL(`immutable/${file}`, place))]));
    return { scripts, codeOf: (file) => codes.get(file) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
