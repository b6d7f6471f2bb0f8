import { describe, expect, test } from 'vitest';
import { open } from '../session/story.ts';
import type { RequestKey } from '../../src/storage/request-keys.ts';
import type { Store } from '../../src/storage/store.ts';

const request: RequestKey = { tenantId: 'clinic', scope: 'host /launch', key: 'k', fingerprint: 'f' };
const leaseMs = 60_000;

/** What every storage engine promises about the idempotency keys of writes. */
export function testRequestKeys(storeOf: () => Store): void {
  const begin = (some: Partial<RequestKey> = {}, lease = leaseMs) => storeOf().requestKeys.begin({ ...request, ...some }, 1000, lease);
  const end = (epoch: number, answer?: string) => storeOf().requestKeys.end(request, epoch, answer);

  describe('its idempotency keys', () => {
    test('let one of two requests begin, and give its answer to all that come after', async () => {
      const begun = await Promise.all([begin(), begin()]);
      expect(begun.map(({ type }) => type).toSorted()).toEqual(['begun', 'in_flight']);
      await end(0, 'answer');
      expect(await begin()).toEqual({ type: 'answered', fingerprint: 'f', answer: 'answer' });
    });

    test('tell another request the fingerprint of the first, in flight or answered', async () => {
      await begin();
      expect(await begin({ fingerprint: 'other' })).toEqual({ type: 'in_flight', fingerprint: 'f' });
      await end(0, 'answer');
      expect(await begin({ fingerprint: 'other' })).toMatchObject({ type: 'answered', fingerprint: 'f' });
    });

    test('are kept apart by tenant, scope and key', async () => {
      await begin();
      for (const some of [{ tenantId: 'other' }, { scope: 'host /cancel' }, { key: 'l' }])
        expect(await begin(some)).toEqual({ type: 'begun', epoch: 0 });
    });

    test('are apart from those of creations', async () => {
      await begin({ scope: 'host /v1/payment-sessions' });
      expect(await storeOf().create(open.session, [], { key: 'k', fingerprint: 'g' })).toMatchObject({ type: 'created' });
      expect(await begin()).toMatchObject({ type: 'begun' });
    });

    test('go to the same request when the lease has ended, and the first one’s answer is not kept', async () => {
      expect(await begin({}, 0)).toEqual({ type: 'begun', epoch: 0 });
      expect(await begin({ fingerprint: 'other' })).toEqual({ type: 'in_flight', fingerprint: 'f' });
      expect(await begin()).toEqual({ type: 'begun', epoch: 1 });
      await end(0, 'late');
      expect(await begin()).toEqual({ type: 'in_flight', fingerprint: 'f' });
      await end(1, 'answer');
      await end(1, 'once more');
      expect(await begin()).toMatchObject({ answer: 'answer' });
    });

    test('stay with their request when it had no answer to keep, and are begun again at once', async () => {
      await begin();
      await end(0);
      expect(await begin({ fingerprint: 'other' })).toEqual({ type: 'in_flight', fingerprint: 'f' });
      expect(await begin()).toEqual({ type: 'begun', epoch: 1 });
    });
  });
}
