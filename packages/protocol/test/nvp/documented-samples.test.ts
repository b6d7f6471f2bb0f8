import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ProtocolError, decodeNvp, encodeNvp } from '../../src/index.ts';

// The samples of InstaMed's documentation, un-encoded as printed there, each with its fields as another program reads them.
const folder = join(import.meta.dirname, '../fixtures/nvp');
const samples = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.replace('.txt', ''));

test('eight samples are documented', () => {
  expect(samples).toHaveLength(8);
});

describe.each(samples)('the documented %s', (name) => {
  const body = readFileSync(join(folder, `${name}.txt`), 'utf8').trimEnd();
  const golden: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

  test('reads as its golden file', () => {
    expect(Object.fromEntries(decodeNvp(body, { form: 'as-documented' }).entries())).toEqual(golden);
  });

  test('comes back from its escaped form', () => {
    const fields = decodeNvp(body, { form: 'as-documented' });
    expect([...decodeNvp(encodeNvp(fields.entries())).entries()]).toEqual([...fields.entries()]);
  });

  test('cut at any byte, is refused or keeps every field before the last one', () => {
    const encoded = encodeNvp(decodeNvp(body, { form: 'as-documented' }).entries());
    const whole = Array.from(decodeNvp(encoded).entries());
    const cuts = Array.from({ length: encoded.length }, (_, length) => decodeCut(encoded.slice(0, length)));
    expect(cuts.filter((cut) => !isRefusedAsCut(cut) && !isBeginning(cut, whole))).toEqual([]);
  });
});

type Cut = ProtocolError | readonly (readonly [string, string])[];

function decodeCut(body: string): Cut {
  try {
    return Array.from(decodeNvp(body).entries());
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
}

const isRefusedAsCut = (cut: Cut): boolean => cut instanceof ProtocolError && ['ERR_NVP_EMPTY', 'ERR_NVP_TRUNCATED'].includes(cut.code);

function isBeginning(cut: Cut, whole: readonly (readonly [string, string])[]): boolean {
  if (cut instanceof ProtocolError || cut.length === 0) return false;
  const last = cut.length - 1;
  const same = cut.every(([name, value], index) => name === whole[index]?.[0] && (index === last || value === whole[index][1]));
  return same && whole[last]?.[1].startsWith(cut[last]?.[1] ?? '\0') === true;
}
