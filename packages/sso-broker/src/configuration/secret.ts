import { inspect } from 'node:util';

const printed = '[secret]';

/** A value that never prints: string, template, JSON and console show `[secret]`. `reveal` is called only where the value is used. */
export class Secret<T = string> {
  // Private to the class and not a property: structuredClone, spread, Object.entries and a heap walk by name find nothing.
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return printed;
  }

  toJSON(): string {
    return printed;
  }

  [Symbol.toPrimitive](): string {
    return printed;
  }

  get [Symbol.toStringTag](): string {
    return 'Secret';
  }

  [inspect.custom](): string {
    return printed;
  }
}
