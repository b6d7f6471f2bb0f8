import { createHash } from 'node:crypto';
import type { Problems } from './problems.ts';

/** Words that stand in a sample until somebody fills it in, and the secrets of our own samples. */
const placeholder = /^(change[-_ ]?me|password|passwort|secret|test|example|sample|todo|x+|0+|1234.*|sentinel-.*|sk_test_.*)$/i;

/** Notes a secret that nobody chose at random: too short, a placeholder, or one character repeated. In production only. */
export function checkSecret(problems: Problems, field: string, secret: string, minimum: number): void {
  if (secret === '') return;
  problems.refuseInProduction(secret.length < minimum, field, `is shorter than ${minimum} characters`);
  problems.refuseInProduction(placeholder.test(secret), field, 'is a placeholder or a test credential');
  problems.refuseInProduction(new Set(secret).size < Math.min(minimum, 5), field, 'is hardly random');
}

/** Hashes of what a key is when it was never made: nothing, a line break, a placeholder. */
const nobodysKeys = new Map(
  ['', '\n', 'changeme', 'secret', 'password', 'test', 'sk_test', 'sk', '$KEY'].map((text) => [
    createHash('sha256').update(text).digest('hex'),
    text.trim() === '' ? 'is the hash of an empty key' : 'is the hash of a placeholder',
  ]),
);

export function checkSecretKeyHash(problems: Problems, field: string, sha256: string): void {
  const reason = nobodysKeys.get(sha256);
  if (reason !== undefined) problems.add(field, reason);
  problems.refuseInProduction(new Set(sha256).size < 6, field, 'is a placeholder');
}
