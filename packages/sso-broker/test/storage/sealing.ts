import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Encryption } from '../../src/sealing/unlock-data-keys.ts';
import type { PaymentSession } from '../../src/session/session.ts';
import { createSession } from '../../src/session/transition.ts';
import type { Store } from '../../src/storage/store.ts';
import { receiptOf } from '../session/receipts.ts';
import { found, Story } from '../session/story.ts';
import { terms } from '../session/terms.ts';
import { encryptionWith, newMasterKey } from '../support/encryption.ts';

/** A database of its own, opened with and without keys, and looked at from outside. */
export interface SealedPlace {
  open(encryption: Encryption | undefined): Promise<Store>;
  /** All that is stored, readable or not. */
  dump(): Promise<string>;
  run(sql: string): Promise<void>;
  remove(): Promise<void>;
}

const masterKey = newMasterKey();
const sentinel = /sentinel/i;
const token = 'U2VudGluZWwtU2VudGluZWwtU2VudGluZWwtMDAwMDAwMDAwMDAx-Sentinel';
const notice = {
  tenantId: 'clinic',
  transactionId: 'a9',
  statusCode: 'C',
  transactionAction: 'Sale',
  bodySha256: 'Sentinel-digest',
  token,
  receivedAtMs: 1,
};
const requestKey = { tenantId: 'clinic', scope: 'host /launch', key: 'Sentinel-request', fingerprint: 'Sentinel-fingerprint' };

/** A session with a word in everything that is about a person or opens a page, and its launch and payment. */
function story(number: number) {
  const created = createSession({
    ...terms,
    id: `ps_${number}`,
    patient: { id: `Sentinel-${number}`, firstName: 'Sentinel', lastName: 'Sentinel' },
    staff: { id: 'Sentinel', name: 'Sentinel' },
    options: { cardHolderName: 'Sentinel' },
    device: { name: 'Sentinel', serialNumber: 'Sentinel', firmwareVersion: 'Sentinel' },
    invoice: 'Sentinel',
    metadata: { visit: 'Sentinel' },
  });
  const open = new Story(created).launch('L1', `${token}${number}`);
  return { created, open, paid: open.next(found(receiptOf('C', 'a1', { cardHolderName: 'Sentinel' }), `${token}${number}`)) };
}

async function fill(store: Store, number: number): Promise<{ readonly open: PaymentSession }> {
  const { created, open } = story(number);
  await store.create(created[0], [], { key: `Sentinel-${number}`, fingerprint: 'Sentinel-fingerprint' });
  await store.commit({ from: created[0], to: open.session, effects: [...open.pending.values()] });
  return { open: open.session };
}

/** What every engine promises about what is confidential in its rows. */
export function testSealing(name: string, placeOf: () => Promise<SealedPlace>): void {
  describe(`${name}, sealed`, { timeout: 60_000 }, () => {
    let place: SealedPlace;

    beforeEach(async () => {
      place = await placeOf();
    });
    afterEach(() => place.remove());

    const codeOf = (encryption: Encryption | undefined) =>
      place.open(encryption).then(
        async (store) => store.close().then(() => 'opened'),
        (error: { code?: string }) => error.code,
      );

    test('holds no patient, text, token or key in any row, and what became of payments in the clear', async () => {
      const store = await place.open(encryptionWith(masterKey));
      const { open } = await fill(store, 1);
      await store.commit({ from: open, to: story(1).paid.session, effects: [] });
      await store.inbox.put(notice);
      await store.requestKeys.begin(requestKey, 1, 60_000);
      await store.close();
      const stored = await place.dump();
      expect(stored).not.toMatch(sentinel);
      for (const clear of ['ps_1', '12500', 'approved']) expect(stored).toContain(clear);
    });

    test('seals at the next start what was written before there was a key, and loses none of it', async () => {
      const before = await place.open(undefined);
      const sessions = [];
      // More than one batch.
      for (let number = 0; number < 230; number += 1) sessions.push((await fill(before, number)).open);
      await before.inbox.put(notice);
      await before.requestKeys.begin(requestKey, 1, 60_000);
      await before.requestKeys.end(requestKey, 0, 'answer');
      await before.close();
      expect(await place.dump()).toMatch(sentinel);

      const store = await place.open(encryptionWith(masterKey));
      // Not only once the database has been closed.
      expect(await place.dump()).not.toMatch(sentinel);
      for (const session of sessions) expect(await store.load(session.terms.id)).toEqual(session);
      for (const some of [`${token}7`, token.slice(0, 36)]) expect(await store.findByToken('clinic', some)).toContain('ps_7');
      const claimed = await store.claimDue({ nowMs: 10_000_000, limit: 999, leaseMs: 60_000 });
      expect(new Set(claimed.flatMap(({ effect }) => ('token' in effect ? effect.token : []))).size).toBe(230);
      expect(await store.create(story(999).created[0], [], { key: 'Sentinel-7', fingerprint: 'Sentinel-fingerprint' })).toEqual({
        type: 'key_used',
        fingerprint: 'Sentinel-fingerprint',
        sessionId: 'ps_7',
      });
      expect(await store.inbox.put(notice)).toBe('known');
      expect(await store.inbox.claimDue({ nowMs: 2, limit: 9, leaseMs: 60_000 })).toMatchObject([{ notice }]);
      expect(await store.requestKeys.begin(requestKey, 2, 60_000)).toMatchObject({ type: 'answered', answer: 'answer' });
      await store.close();
      expect(await place.dump()).not.toMatch(sentinel);
    });

    test('is opened by a new master key once it was known beside the old one, and by the old one no more', async () => {
      const next = newMasterKey();
      const store = await place.open(encryptionWith(masterKey));
      const { open } = await fill(store, 1);
      await store.close();
      for (const encryption of [encryptionWith(masterKey, next), encryptionWith(next, masterKey), encryptionWith(next)])
        expect(await codeOf(encryption)).toBe('opened');
      expect(await codeOf(encryptionWith(masterKey))).toBe('ERR_STORE_KEY_MISSING');
      const after = await place.open(encryptionWith(next));
      expect(await after.load('ps_1')).toEqual(open);
      await after.close();
    });

    test('is opened by no broker without its master key, and left as it is', async () => {
      const store = await place.open(encryptionWith(masterKey));
      const { open } = await fill(store, 1);
      await store.close();
      expect(await codeOf(undefined)).toBe('ERR_STORE_KEY_MISSING');
      expect(await codeOf(encryptionWith(newMasterKey()))).toBe('ERR_STORE_KEY_MISSING');
      const after = await place.open(encryptionWith(masterKey));
      expect(await after.load('ps_1')).toEqual(open);
      await after.close();
    });

    test('refuses a row that was changed or taken from another session, and that one only', async () => {
      const store = await place.open(encryptionWith(masterKey));
      const sessions = [];
      for (let number = 1; number <= 3; number += 1) sessions.push((await fill(store, number)).open);
      await store.close();
      await place.run(`UPDATE sessions SET document = (SELECT document FROM sessions WHERE id = 'ps_2') WHERE id = 'ps_1'`);
      const after = await place.open(encryptionWith(masterKey));
      await expect(after.load('ps_1')).rejects.toMatchObject({ code: 'ERR_STORE_SEALED' });
      expect(await after.load('ps_2')).toEqual(sessions[1]);
      await after.close();
      await place.run(
        `UPDATE effects SET token = (SELECT token FROM effects WHERE session_id = 'ps_2' AND token <> '') WHERE session_id = 'ps_1' AND token <> ''`,
      );
      const last = await place.open(encryptionWith(masterKey));
      const claimed = await last.claimDue({ nowMs: 10_000_000, limit: 9, leaseMs: 60_000 });
      expect(claimed.flatMap(({ sessionId, effect }) => ('token' in effect ? sessionId : [])).toSorted()).toEqual(['ps_2', 'ps_3']);
      await last.close();
    });
  });
}
