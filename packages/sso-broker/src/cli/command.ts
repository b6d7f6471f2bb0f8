/** What a command is given of the process it runs in. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly nowMs: () => number;
  /** A line of what was asked for, on stdout. */
  readonly print: (line: string) => void;
  /** A line for the person at the terminal, on stderr. */
  readonly tell: (line: string) => void;
}

/** 0: done, or nothing wrong. 1: problems were found. 2: it was called in a way that it does not know. */
export type ExitCode = 0 | 1 | 2;

/** Runs with what follows its name. Throws UsageError; rejects with ProblemError, ConfigurationError or ConfigurationFileError. */
export type Command = (words: readonly string[], surroundings: Surroundings) => Promise<ExitCode>;

/** The command line is not one of ours. It is not repeated: somebody may have put a secret into it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something that the operator can put right, in words. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
}
