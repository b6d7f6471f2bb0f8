import { StoreError } from '../storage/store-error.ts';
import { ProblemError } from './command.ts';

/** Tells of a database that cannot be read in words. */
export async function storeProblems<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new ProblemError(`database: ${error.message}`, { cause: error });
  }
}
