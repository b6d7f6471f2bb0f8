import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeDirectory } from '../../test/support/directory.ts';
import { encryptionWith, newMasterKey } from '../../test/support/encryption.ts';
import { openText, sealText } from './envelope.ts';
import { moduleMasterKey } from './master-key.ts';
import { unlockDataKeys, type UnlockedKeys } from './unlock-data-keys.ts';

const [old, next] = [newMasterKey(), newMasterKey()];
const codeOf = (unlocking: Promise<UnlockedKeys>) =>
  unlocking.then(
    () => 'unlocked',
    (error: { code?: string }) => error.code,
  );

/** Whether what one set of keys has sealed is opened by the other. */
function open(one: UnlockedKeys, other: UnlockedKeys): boolean {
  return one.keys.every((key, at) => openText(other.keys[at] ?? key, ['place'], sealText(key, ['place'], 'text')) === 'text');
}

describe('the data keys of a database', () => {
  test('are made once, one for each tenant, and opened by the same master key', async () => {
    const made = await unlockDataKeys([], encryptionWith(old));
    expect(made.changed.map(({ tenantId }) => tenantId)).toEqual(['clinic', 'other']);
    const again = await unlockDataKeys(made.changed, encryptionWith(old));
    expect(again.changed).toEqual([]);
    expect(open(made, again)).toBe(true);
  });

  test('are wrapped under a new master key, and opened by it alone afterwards', async () => {
    const made = await unlockDataKeys([], encryptionWith(old));
    const known = await unlockDataKeys(made.changed, encryptionWith(old, next));
    expect(known.changed).toEqual([]);
    const used = await unlockDataKeys(made.changed, encryptionWith(next, old));
    expect(used.changed.map(({ id }) => id)).toEqual(made.changed.map(({ id }) => id));
    expect(open(made, await unlockDataKeys(used.changed, encryptionWith(next)))).toBe(true);
    expect(await codeOf(unlockDataKeys(used.changed, encryptionWith(old)))).toBe('ERR_STORE_KEY_MISSING');
  });

  test('are missed, by the name of their master key, when the configuration has none or another', async () => {
    const { changed } = await unlockDataKeys([], encryptionWith(old));
    const code = `master key ${await old.id()}`;
    for (const encryption of [undefined, encryptionWith(next)])
      await expect(unlockDataKeys(changed, encryption)).rejects.toMatchObject({ code: 'ERR_STORE_KEY_MISSING', cause: { code } });
  });

  test('do not open as those of another tenant, or changed', async () => {
    const { changed } = await unlockDataKeys([], encryptionWith(old));
    const [first, second] = changed;
    if (first === undefined || second === undefined) throw new TypeError('no keys');
    for (const bad of [
      { ...first, tenantId: 'other' },
      { ...first, wrapped: second.wrapped },
      { ...first, wrapped: '' },
    ])
      expect(await codeOf(unlockDataKeys([bad], encryptionWith(old)))).toBe('ERR_STORE_KEY_UNAVAILABLE');
  });

  test('are wrapped by a key store that a module leads to, and by none that fails, hangs or exports nothing', async () => {
    const directory = makeDirectory();
    const write = (name: string, text: string) => {
      writeFileSync(join(directory, name), text);
      return moduleMasterKey(join(directory, name), 50);
    };
    const flip = 'async (bytes) => bytes.map((byte) => byte ^ 90)';
    const kept = write('store.mjs', `export const keyId = 'arn:key/1'; export const wrap = ${flip}; export const unwrap = ${flip};`);
    const made = await unlockDataKeys([], encryptionWith(kept));
    expect(made.changed[0]?.masterKeyId).toBe('arn:key/1');
    expect(open(made, await unlockDataKeys(made.changed, encryptionWith(kept)))).toBe(true);
    for (const [name, text] of [
      ['fails.mjs', `export const keyId = 'a'; export const wrap = async () => { throw new Error('Sentinel'); };`],
      ['hangs.mjs', `export const keyId = 'a'; export const wrap = () => new Promise(() => undefined);`],
      ['empty.mjs', `export const keyId = 'a';`],
      ['nameless.mjs', 'export {};'],
    ] as const)
      expect(await codeOf(unlockDataKeys([], encryptionWith(write(name, text))))).toBe('ERR_STORE_KEY_UNAVAILABLE');
  });
});
