import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Parses a command's words, with exactly `count` of them beside the options. Throws UsageError. */
export function readWords<const Config extends Options>(words: readonly string[], count: number, options: Config) {
  const parsed = (() => {
    try {
      return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
    } catch {
      throw new UsageError();
    }
  })();
  if (parsed.positionals.length !== count) throw new UsageError();
  return parsed;
}
