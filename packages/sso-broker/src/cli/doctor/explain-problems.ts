import type { ConfigurationProblem } from '../../configuration/problems.ts';
import { fail, type Check } from './check.ts';

/** What is wrong with a configuration, and what `init` left to be filled in. */
export function explainProblems(problems: readonly ConfigurationProblem[], json: unknown): readonly Check[] {
  return problems.map(({ field, reason }) =>
    fail(field, valueAt(json, field.split('/')) === '' ? 'is still to be filled in (docs/broker.md, Configuration)' : reason),
  );
}

function valueAt(json: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[step] : undefined),
    json,
  );
}
