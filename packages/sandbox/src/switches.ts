import { SandboxError } from './sandbox-error.ts';
import { switchTable, type SwitchName, type Switches } from './switch-table.ts';

export type { Switches } from './switch-table.ts';

const defaults = Object.fromEntries(Object.entries(switchTable).map(([name, { values }]) => [name, values[0]])) as unknown as Switches;

const isSwitch = (name: string): name is SwitchName => Object.hasOwn(switchTable, name);

/** The switches as they stand now. */
export class SwitchBoard {
  readonly #initial: Switches;
  #current: Switches;

  /** @throws SandboxError ERR_SANDBOX_SWITCH_UNKNOWN, ERR_SANDBOX_SWITCH_VALUE */
  constructor(initial: Partial<Switches> = {}) {
    this.#initial = merge(defaults, initial);
    this.#current = this.#initial;
  }

  get current(): Switches {
    return this.#current;
  }

  /** Sets those named, all or none. @throws SandboxError ERR_SANDBOX_SWITCH_UNKNOWN, ERR_SANDBOX_SWITCH_VALUE */
  set(changes: Readonly<Record<string, unknown>>): void {
    this.#current = merge(this.#current, changes);
  }

  reset(): void {
    this.#current = this.#initial;
  }
}

function merge(base: Switches, changes: Readonly<Record<string, unknown>>): Switches {
  for (const [name, value] of Object.entries(changes)) {
    if (!isSwitch(name)) throw new SandboxError('ERR_SANDBOX_SWITCH_UNKNOWN', { param: name.slice(0, 40) });
    const values: readonly unknown[] = switchTable[name].values;
    if (!values.includes(value)) throw new SandboxError('ERR_SANDBOX_SWITCH_VALUE', { param: name });
  }
  return { ...base, ...changes };
}
