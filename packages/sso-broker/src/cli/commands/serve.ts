import type { Command } from '../command.ts';
import { readWords } from '../read-words.ts';
import { serve } from '../../serve.ts';

/** Runs the broker. The process ends by a signal, or with 1 when it cannot start. */
export const serveCommand: Command = async (words, { environment }) => {
  const isNamed = words.length > 0;
  const [path] = readWords(words, isNamed ? 1 : 0, {}).positionals;
  const place = isNamed
    ? { path, name: '<configuration>' }
    : { path: environment['COLLECT_PAYMENT_CONFIG'], name: 'COLLECT_PAYMENT_CONFIG' };
  await serve(place);
  return 0;
};
