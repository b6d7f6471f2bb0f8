import { describe, expect, test } from 'vitest';
import type { NewDelivery } from '../../src/storage/outbox.ts';
import type { Store } from '../../src/storage/store.ts';
import { open } from '../session/story.ts';
import { terms } from '../session/terms.ts';

const none = { openAttention: 0, pendingWebhooks: 0, oldestWebhookAtMs: undefined, pendingNotices: 0 };

const delivery = (id: string, createdAtMs: number): NewDelivery => ({
  id,
  eventId: id,
  tenantId: 'clinic',
  endpointId: 'main',
  sessionId: terms.id,
  type: 'payment.settled',
  body: '{}',
  createdAtMs,
});

const item = (id: string) => ({ id, tenantId: 'clinic', sessionId: terms.id, reason: 'second_payment', raisedAtMs: 1 }) as const;

/** What every storage engine promises about what waits in it. */
export function testBacklog(storeOf: () => Store): void {
  describe('its backlog', () => {
    test('counts what waits for each tenant, and no longer what has been done', async () => {
      const { backlog, attention, outbox, inbox } = storeOf();
      expect(await backlog.of('clinic')).toEqual(none);
      const store = storeOf();
      await store.create(open.session, []);
      await store.commit({
        from: open.session,
        to: open.session,
        effects: [],
        deliveries: [delivery('evt_2-main', 20), delivery('evt_1-main', 10)],
        attention: [item('att_1'), item('att_2')],
      });
      const notice = {
        tenantId: 'clinic',
        transactionId: 't',
        statusCode: 'C',
        transactionAction: 'Sale',
        bodySha256: 'a',
        receivedAtMs: 5,
      };
      await inbox.put(notice);
      expect(await backlog.of('clinic')).toEqual({ openAttention: 2, pendingWebhooks: 2, oldestWebhookAtMs: 10, pendingNotices: 1 });
      expect(await backlog.of('other')).toEqual(none);

      await attention.acknowledge('clinic', 'att_1', 30);
      const endpoint = { tenantId: 'clinic', endpointId: 'main', url: 'https://host.test/hooks' };
      const [claimed] = await outbox.claimDue({ endpoint, nowMs: 15, limit: 1, leaseMs: 1_000 });
      if (claimed !== undefined) await outbox.record(claimed, endpoint.url, 16, { type: 'delivered', responseStatus: 200 });
      for (const { noticeId } of await inbox.claimDue({ nowMs: 15, limit: 1, leaseMs: 1_000 })) await inbox.finish(noticeId);
      expect(await backlog.of('clinic')).toEqual({ openAttention: 1, pendingWebhooks: 1, oldestWebhookAtMs: 20, pendingNotices: 0 });
    });
  });
}
