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
    const whole = [...decodeNvp(encoded).entries()];
    for (let length = 0; length < encoded.length; length += 1) {
      const read = decodeCut(encoded.slice(0, length));
      if (read instanceof ProtocolError) expect(['ERR_NVP_EMPTY', 'ERR_NVP_TRUNCATED']).toContain(read.code);
      else {
        expect(read.slice(0, -1)).toEqual(whole.slice(0, read.length - 1));
        expect(whole[read.length - 1]?.[1].startsWith(read.at(-1)?.[1] ?? 'nothing')).toBe(true);
      }
    }
  });
});

function decodeCut(body: string) {
  try {
    return [...decodeNvp(body).entries()];
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
}
