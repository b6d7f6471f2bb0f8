import { judgeLoad, noLoad, sheddable, sheds, type Load, type Pressure, type PressureLimits, type Sheddable } from './load.ts';

/** Said when something is given up or taken up again, with the pressure that decided it. */
export type LoadLogEntry = {
  readonly type: 'load_shed';
  /** All that is refused from now on. */
  readonly shed: readonly Sheddable[];
} & Pressure;

/** What the broker gives up for now. */
export class LoadShedder {
  readonly #limits: PressureLimits;
  readonly #log: (entry: LoadLogEntry) => void;
  #load: Load = noLoad;

  constructor(limits: PressureLimits, log: (entry: LoadLogEntry) => void) {
    this.#limits = limits;
    this.#log = log;
  }

  sheds(what: Sheddable): boolean {
    return sheds(this.#load, what);
  }

  /** Takes one second's measurement. */
  take(pressure: Pressure): void {
    const before = this.#load.steps;
    this.#load = judgeLoad(this.#load, pressure, this.#limits);
    const { steps } = this.#load;
    if (steps !== before) this.#log({ type: 'load_shed', shed: sheddable.slice(0, steps), ...pressure });
  }
}
