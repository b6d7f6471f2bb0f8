import type { NewSession } from '@collect-payment/sso-broker/core';
import { accounts, tenantIds, type TenantId } from '../configuration.ts';
import type { Random } from '../random.ts';

/** What a host wants paid, or a card that it wants saved. */
export interface Order {
  readonly id: string;
  readonly tenantId: TenantId;
  /** None where a card is to be saved. */
  readonly requestedCents: number | undefined;
  readonly partialAllowed: boolean;
}

/** The cents of an amount tell the sandbox's bank what to answer: most approve, .05 and .51 decline, .10 approves a part. */
export function drawOrder(id: string, random: Random): Order {
  const cents = random.pick([0, 0, 0, 0, 5, 51, 10, 10]);
  const order = {
    id,
    tenantId: random.pick(tenantIds),
    requestedCents: random.between(1, 900) * 100 + cents,
    partialAllowed: random.chance(0.6),
  };
  return random.chance(0.15) ? { ...order, requestedCents: undefined } : order;
}

/** The session a host asks for. */
export function newSessionOf({ id, tenantId, requestedCents, partialAllowed }: Order): NewSession {
  const account = accounts.find((each) => each.id === tenantId);
  if (account === undefined) throw new Error('Every tenant has an account');
  return {
    tenantId,
    ...(requestedCents === undefined ? ({ screen: 'save-on-file' } as const) : ({ screen: 'simple-collect', requestedCents } as const)),
    sso: 'nvp',
    patient: { id: `MRN-${id}`, firstName: 'Ada', lastName: "O'Brien" },
    staff: { id: 'clerk-1' },
    outlet: account.outlet,
    options: requestedCents === undefined ? {} : { allowPartialApproval: partialAllowed },
    metadata: { order: id },
  };
}
