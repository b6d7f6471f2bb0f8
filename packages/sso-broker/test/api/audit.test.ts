import { describe, expect, it } from 'vitest';
import { readAudit } from '../support/audited.ts';
import { startTestBroker } from '../support/broker.ts';
import { hostKey, readOnlyKey } from '../support/credentials.ts';
import { makeDirectory } from '../support/directory.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

const patient = { id: 'Sentinel-Mrn', firstName: 'Sentinel-Given', lastName: 'Sentinel-Family' };
const staff = { id: 'Sentinel-Clerk', name: 'Sentinel-Clerk-Name' };

describe('the audit log', { timeout: 60_000 }, () => {
  it('tells who did what to which session, from where, in one chain, and nothing of patient or staff', async () => {
    const instamed = await startInstaMed();
    const directory = makeDirectory();
    const broker = await startTestBroker(instamed.url, {}, directory);
    const { client } = broker;
    const paid = await client.create({ patient, staff, invoice: 'Sentinel-Invoice' });
    const path = `/v1/payment-sessions/${paid.id}`;
    const events = await client.follow(paid);
    const launch = await client.launch(paid);
    await onScreen(instamed, launch, 'pay');
    await events.until('approved');
    await events.close();
    await client.call(`${path}/receipt`, { key: paid.clientSecret });
    const { headers } = await client.call(`${path}/receipt`, { key: readOnlyKey });
    await client.call(`${path}/receipt.pdf`, { key: readOnlyKey });
    const canceled = await client.create({ patient });
    await client.call(`/v1/payment-sessions/${canceled.id}/cancel`, { body: {}, key: canceled.clientSecret });
    await client.call(`${path}/receipt`, { key: 'sk_of_nobody' });
    await broker.close();

    const { rows, verdict } = await readAudit(directory);
    expect(verdict.problems).toEqual([]);
    const byHost = { type: 'host', keyId: 'server' };
    const byPage = { type: 'page', sessionId: paid.id };
    const told = rows.map(({ actor, event }) => [actor, event]);
    const sessionId = paid.id;
    expect(told).toEqual([
      [{ type: 'operator' }, { type: 'configuration_loaded', version: expect.stringMatching(/^cfg_[0-9a-f]{32}$/) as string }],
      [byHost, { type: 'secret_key_used', keyId: 'server' }],
      [byHost, { type: 'session_created', sessionId }],
      [byPage, { type: 'session_launched', sessionId }],
      [byPage, { type: 'signing_key_used', sessionId, certificate: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
      [{ type: 'broker' }, { type: 'session_settled', sessionId, status: 'approved', late: false }],
      [byPage, { type: 'receipt_read', sessionId }],
      [
        { type: 'host', keyId: 'reader' },
        { type: 'secret_key_used', keyId: 'reader' },
      ],
      [
        { type: 'host', keyId: 'reader' },
        { type: 'receipt_read', sessionId },
      ],
      [
        { type: 'host', keyId: 'reader' },
        { type: 'receipt_read', sessionId },
      ],
      [byHost, { type: 'session_created', sessionId: canceled.id }],
      [
        { type: 'page', sessionId: canceled.id },
        { type: 'cancel_requested', sessionId: canceled.id },
      ],
      [
        { type: 'page', sessionId: canceled.id },
        { type: 'session_settled', sessionId: canceled.id, status: 'canceled', late: false },
      ],
    ]);

    const [created, launched, receipt] = [rows[2], rows[3], rows[8]];
    expect(created).toMatchObject({ address: '127.0.0.1', staff: expect.stringMatching(/^staff_[0-9a-f]{32}$/) as string });
    expect([launched?.staff, launched?.address]).toEqual([created?.staff, undefined]);
    expect(rows[10]?.staff).not.toBe(created?.staff);
    expect(receipt?.requestId).toBe(headers.get('request-id'));
    const text = JSON.stringify(rows);
    expect(text).not.toMatch(/sentinel|125\.00/i);
    expect(text).not.toContain(hostKey);
  });

  it('tells of every start, and another version when the configuration has changed', async () => {
    const directory = makeDirectory();
    const first = await startTestBroker('http://127.0.0.1:9', {}, directory);
    const second = await first.restart();
    const third = await second.restart({ recentlyPaidMs: 7 });
    await third.close();
    const { rows, verdict } = await readAudit(directory);
    const versions = rows.flatMap(({ event }) => (event.type === 'configuration_loaded' ? [event.version] : []));
    expect([versions.length, versions[0] === versions[1], versions[1] === versions[2]]).toEqual([3, true, false]);
    expect(verdict.problems).toEqual([]);
  });

  it('writes at its end a checkpoint to the log, and leaves no receipt unrecorded', async () => {
    const directory = makeDirectory();
    const broker = await startTestBroker('http://127.0.0.1:9', {}, directory);
    await broker.close();
    const { verdict } = await readAudit(directory);
    const checkpoints = broker.log.filter((line) => line.includes('audit_checkpoint')).map((line) => JSON.parse(line) as object);
    expect(checkpoints).toContainEqual(expect.objectContaining({ tenantId: 'riverside', ...verdict.head }));
  });
});
