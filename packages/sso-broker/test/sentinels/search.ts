import { expect, type TestContext } from 'vitest';
import { tell } from '../../../../scripts/tried/tried.ts';
import { cardWords, clearTrack, findWords, formsOf, paidWith } from './planted.ts';
import type { Seen } from './live-through.ts';

/** Searches all that was seen, and what is stored while the broker runs and after its end, for the planted words. Answers how many bytes are stored. */
export function searchAll(context: TestContext, engine: string, seen: Seen, stored: Readonly<Record<string, string>>): number {
  const { log, urls, headers, refusals, webhooks, credentials } = seen;
  const words = ['Sentinel', paidWith.cardNumber, clearTrack.slice(1, 17), ...cardWords];
  for (const word of words) expect(word.length).toBeGreaterThan(3);
  const places: Readonly<Record<string, readonly string[]>> = { log, urls, headers, refusals, webhooks };
  const least = { log: 20, urls: 6, headers: 20, refusals: 10, webhooks: 2 };
  for (const [place, texts] of Object.entries(places)) {
    expect([place, texts.length >= (least[place as keyof typeof least] ?? 1)]).toEqual([place, true]);
    expect([place, findWords(texts.join('\n'), words)]).toEqual([place, []]);
  }
  for (const [place, texts] of Object.entries({ ...places, ...mapValues(stored, (text) => [text]) })) {
    const all = texts.join('\n');
    expect([place, credentials.filter((credential) => all.includes(credential)).length]).toEqual([place, 0]);
  }
  for (const [place, text] of Object.entries(stored)) expect([place, findWords(text, words)]).toEqual([place, []]);
  const bytes = Object.values(stored).reduce((sum, text) => sum + text.length, 0);
  const lines = Object.values(places).reduce((sum, texts) => sum + texts.length, 0);
  tell(context, `sentinels at rest, ${engine}`, bytes, `bytes searched for ${words.length + credentials.length} values; 0 found`);
  tell(
    context,
    `sentinels told, ${engine}`,
    lines,
    `log lines, URLs, headers, refusals, webhooks, for ${words.length} values in ${formsOf('x').length} forms; 0 found`,
  );
  return bytes;
}

const mapValues = <In, Out>(object: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]));
