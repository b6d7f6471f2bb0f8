import { describe, expect, test } from 'vitest';
import type { Notice } from '../../src/storage/inbox.ts';
import type { Store } from '../../src/storage/store.ts';

const notice: Notice = {
  tenantId: 'clinic',
  transactionId: 'a'.repeat(32),
  statusCode: 'C',
  transactionAction: 'Sale',
  bodySha256: 'b'.repeat(64),
  receivedAtMs: 100,
};
const full: Notice = {
  ...notice,
  originalTransactionId: 'c'.repeat(32),
  token: 'T1',
  cents: 12_500,
  sessionId: 'ps_1',
  checkCents: 12_500,
};

/** What every storage engine promises about InstaMed's webhooks. */
export function testInbox(storeOf: () => Store): void {
  const claim = (nowMs: number, leaseMs = 60_000) => storeOf().inbox.claimDue({ nowMs, limit: 9, leaseMs });

  describe('its inbox', () => {
    test('keeps a notice once, whatever came of it', async () => {
      expect(await storeOf().inbox.put(full)).toBe('new');
      expect(await storeOf().inbox.put({ ...full, receivedAtMs: 900 })).toBe('known');
      const [claimed] = await claim(100);
      expect(claimed?.notice).toEqual(full);
      await storeOf().inbox.finish(claimed?.noticeId ?? -1);
      expect(await storeOf().inbox.put(full)).toBe('known');
      expect(await storeOf().inbox.nextDueAtMs(100)).toBeUndefined();
    });

    test.each([
      ['tenant', { tenantId: 'other' }],
      ['transaction', { transactionId: 'd'.repeat(32) }],
      ['status', { statusCode: 'V' }],
      ['action', { transactionAction: 'Refund' }],
      ['body', { bodySha256: 'e'.repeat(64) }],
    ])('takes another %s for news', async (_, changed) => {
      await storeOf().inbox.put(notice);
      expect(await storeOf().inbox.put({ ...notice, ...changed })).toBe('new');
      expect(await claim(100)).toHaveLength(2);
    });

    test('hands a notice to one taker, and out again when its lease ends or it was put off', async () => {
      await storeOf().inbox.put(notice);
      expect(await claim(99)).toEqual([]);
      expect(await claim(100, 0)).toHaveLength(1);
      const [claimed] = await claim(100);
      expect(claimed?.notice).toEqual(notice);
      expect(await claim(200)).toEqual([]);
      const nextMs = (await storeOf().inbox.nextDueAtMs(100)) ?? 0;
      expect(nextMs).toBeGreaterThan(30_100);
      expect(nextMs).toBeLessThanOrEqual(60_100);
      await storeOf().inbox.finish(claimed?.noticeId ?? -1, 5_000);
      expect(await claim(4_999)).toEqual([]);
      expect(await claim(5_000)).toHaveLength(1);
    });
  });
}
