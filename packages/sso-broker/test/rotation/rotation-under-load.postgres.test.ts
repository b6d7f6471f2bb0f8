import { describe, expect, it } from 'vitest';
import { tell } from '../../../../scripts/tried/tried.ts';
import { startFleet } from './fleet.ts';
import { rotateClientSecretKey, rotateHostKey, rotateSigningKey, rotateWebhookSecret } from './rotations.ts';

describe('two brokers under load, restarted one after the other', { timeout: 600_000 }, () => {
  it.for([
    ['the secret key of a host', rotateHostKey],
    ['the client secret key', rotateClientSecretKey],
    ['the webhook secret of a host', rotateWebhookSecret],
    ['the SAML signing key', rotateSigningKey],
  ] as const)('change %s, and no launch fails and no webhook is rejected', async ([what, rotate], context) => {
    const fleet = await startFleet();
    const { pages, host, balancer, instamed } = fleet;
    await rotate(fleet);
    await pages.stop();

    const { saml, nvp } = pages.launched;
    expect(pages.failed).toEqual([]);
    expect(host.rejected).toEqual([]);
    expect(instamed.ledger.refusals).toEqual([]);
    expect(Math.min(saml, nvp)).toBeGreaterThan(fleet.restarts);
    expect(host.accepted).toBeGreaterThanOrEqual(saml + nvp);
    const surface = `rotation of ${what}`;
    tell(context, surface, saml + nvp, `launches (${saml} by SAML, ${nvp} by NVP) over ${fleet.restarts} restarts, 0 failed`);
    tell(context, surface, host.accepted, `webhooks, 0 rejected; ${balancer.retried} requests sent on to the other broker`);
  });
});
