/** One thing wrong with the configuration: which field, and why. Never its value: it may be a secret. */
export interface ConfigurationProblem {
  readonly field: string;
  readonly reason: string;
}

/** Everything that is wrong with a configuration, at once, so that an operator needs one attempt and not ten. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    super(['The configuration has problems:', ...problems.map(({ field, reason }) => `  ${field}: ${reason}`)].join('\n'));
    this.problems = problems;
  }
}

/** Collects problems while the configuration is read. */
export class Problems {
  readonly #found: ConfigurationProblem[] = [];
  readonly #misshapen = new Set<string>();
  /** Refuse what only tests may have. */
  readonly inProduction: boolean;

  constructor(inProduction = false) {
    this.inProduction = inProduction;
  }

  add(field: string, reason: string): void {
    // What was made of a misshapen field has nothing to tell.
    if (!this.#misshapen.has(field)) this.#found.push({ field, reason });
  }

  /** A field whose very shape is wrong: told once, whatever its reader finds afterwards. */
  misshape(field: string, reason: string): void {
    this.#found.push({ field, reason });
  }

  /** Ends the check of shapes; from here on readers run. */
  closeShapes(): void {
    for (const { field } of this.#found) this.#misshapen.add(field);
  }

  refuse(condition: boolean, field: string, reason: string): void {
    if (condition) this.add(field, reason);
  }

  refuseInProduction(condition: boolean, field: string, reason: string): void {
    this.refuse(this.inProduction && condition, field, `${reason} (environment is production)`);
  }

  /** What `make` gives. When it throws, the problem is noted and nobody sees the result: `throwIfAny` follows every reading. */
  attempt<T>(field: string, reason: string, make: () => T): T {
    try {
      return make();
    } catch {
      this.add(field, reason);
      return undefined as T;
    }
  }

  /** Reads a part that may be misshapen: then the reader may fail on it, and what it found until there is kept. */
  readPart<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (this.#misshapen.size === 0) throw error;
      return undefined as T;
    }
  }

  throwIfAny(): void {
    if (this.#found.length > 0) throw new ConfigurationError(this.#found);
  }
}
