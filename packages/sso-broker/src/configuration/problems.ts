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

  add(field: string, reason: string): void {
    this.#found.push({ field, reason });
  }

  refuse(condition: boolean, field: string, reason: string): void {
    if (condition) this.add(field, reason);
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

  throwIfAny(): void {
    if (this.#found.length > 0) throw new ConfigurationError(this.#found);
  }
}
