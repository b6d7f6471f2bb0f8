import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDirectory } from '../support/directory.ts';
import { liveThrough } from './live-through.ts';
import { cardWords, findWords, formsOf } from './planted.ts';
import { searchAll } from './search.ts';

/** Everything that the folder of the database holds: the file, its log, its index, the ballast. */
function bytesOf(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('');
}

describe('what is planted in every field of a payment', { timeout: 180_000 }, () => {
  it('is found nowhere in SQLite’s files, in no log, address, header, refusal or webhook', async (context) => {
    const folder = makeDirectory();
    const seen = await liveThrough({}, folder);
    // The log of a running database is not written back yet.
    const running = join(makeDirectory(), 'copy');
    mkdirSync(running);
    for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(running, name));
    expect(readdirSync(running)).toContain('broker.sqlite-wal');
    await seen.broker.close();
    expect(searchAll(context, 'SQLite', seen, { running: bytesOf(running), ended: bytesOf(folder) })).toBeGreaterThan(100_000);
  });

  it('would be found there without encryption', async () => {
    const folder = makeDirectory();
    const seen = await liveThrough({ inTheClear: true }, folder);
    await seen.broker.close();
    const stored = bytesOf(folder);
    expect(findWords(stored, ['Sentinel'])).toEqual(['Sentinel']);
    // The holder's name, which is on the receipt; number and ciphertext are kept nowhere at all.
    expect(findWords(stored, cardWords)).toEqual(cardWords.slice(0, 1));
    for (const word of [
      'patient-id',
      'family',
      'staff-id',
      'invoice',
      'holder',
      'serial',
      'visit',
      'return',
      'idempotency-key',
      'typed-holder',
    ])
      expect([word, stored.includes(`Sentinel-${word}`)]).toEqual([word, true]);
  });

  it('would be found in other letters too', () => {
    const word = 'Sentinel';
    const texts = [0, 1, 2].map((before) => `${'x'.repeat(before)}${word}yz`);
    const hidden = texts.flatMap((text) => [
      Buffer.from(text).toString('base64'),
      Buffer.from(text).toString('base64url'),
      Buffer.from(text).toString('hex').toUpperCase(),
      Buffer.from(text, 'utf16le').toString('latin1'),
    ]);
    for (const text of hidden) expect([text, findWords(`~~${text}~~`, [word])]).toEqual([text, [word]]);
    expect(findWords('nothing of the kind', [word])).toEqual([]);
    for (const form of formsOf(word)) expect(form.length).toBeGreaterThan(5);
  });
});
