import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { allowedOrigin } from '../support/credentials.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';
import { paid } from '../support/paid-payment.ts';
import { readPdf } from '../support/read-pdf.ts';

type Paid = Awaited<ReturnType<typeof paid>>;

/** By the page of the session, as the widget asks. */
async function print({ broker, session }: Pick<Paid, 'broker' | 'session'>, language?: string, credential = session.clientSecret) {
  const query = language === undefined ? '' : `?language=${language}`;
  const answer = await fetch(`${broker.url}/v1/payment-sessions/${session.id}/receipt.pdf${query}`, {
    headers: { authorization: `Bearer ${credential}`, origin: allowedOrigin },
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, bytes };
}

const codeOf = ({ bytes }: { readonly bytes: Uint8Array }) =>
  (JSON.parse(Buffer.from(bytes).toString()) as { readonly error: { readonly code: string } }).error.code;

describe('the receipt of a payment as a PDF', { timeout: 60_000 }, () => {
  it('says what was paid, to whom and for whom, in the time zone of the clinic', async () => {
    const patient = { id: 'P&1=2', firstName: `O'Brien <&">`, lastName: '李' };
    const world = await paid({ timeZone: 'America/Chicago' }, {}, { patient, invoice: 'INV-7' });
    const { status, headers, bytes } = await print(world);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="receipt-${world.transactionId}.pdf"`);
    const { lines, language, pages, title } = await readPdf(bytes);
    expect({ language, pages, title }).toEqual({ language: 'en', pages: 1, title: `Receipt ${world.transactionId}` });
    expect(lines.slice(0, 2)).toEqual(['Receipt', 'Paid $125.00']);
    expect(lines).toEqual(
      expect.arrayContaining([
        'Paid to | Riverside Clinic',
        `Patient | O'Brien <&"> 李`,
        'Patient reference | P&1=2',
        'Invoice | INV-7',
        'Requested | $125.00',
        'Approved | $125.00',
        expect.stringMatching(/^Paid by \| \S+ ending 1111$/) as string,
        expect.stringMatching(/^Authorization \| \S+$/) as string,
        `Reference | ${world.transactionId}`,
      ]),
    );
    expect(lines.find((line) => line.startsWith('Date'))).toMatch(/C[DS]T$/);
  });

  it.each([
    ['ar', 'تم دفع'],
    ['es', '125,00'],
    ['fr', '125,00'],
    ['vi', '125,00'],
    ['zh', '已支付'],
  ] as const)('is in %s where that is asked for', async (language, says) => {
    const world = await paid();
    const read = await readPdf((await print(world, language)).bytes);
    expect(read.language).toBe(language);
    expect(read.lines[1]).toContain(says);
    expect(read.lines[1]).toMatch(/125[.,]00/);
  });

  it('is given to the server of the clinic, which asks by a tag of a language and by nothing else', async () => {
    const { client, session, transactionId } = await paid();
    const path = `/v1/payment-sessions/${session.id}/receipt.pdf`;
    const { status, headers } = await client.call<string>(path);
    expect([status, headers.get('content-disposition')]).toEqual([200, `attachment; filename="receipt-${transactionId}.pdf"`]);
    for (const tag of ['', 'x', '../en', 'en_US', 'e'.repeat(40)]) {
      const refused = await client.call(`${path}?language=${encodeURIComponent(tag)}`);
      expect([tag, refused.status, refused.body.error.code]).toEqual([tag, 400, tag.length > 35 ? 'ERR_TEXT_TOO_LONG' : 'ERR_FIELD_VALUE']);
    }
    const unknown = await client.call(`${path}?secret=x`);
    expect(unknown.body.error.code).toBe('ERR_FIELD_UNKNOWN');
  });

  it('is in the language of a tag with a region, and in English where it is in no such language', async () => {
    const world = await paid();
    const [ofCanada, klingon] = await Promise.all(['fr-CA', 'tlh'].map(async (tag) => readPdf((await print(world, tag)).bytes)));
    expect([ofCanada?.language, ofCanada?.lines[0]]).toEqual(['fr', 'Reçu']);
    expect([klingon?.language, klingon?.lines[0]]).toEqual(['en', 'Receipt']);
  });

  it('tells a partial approval with what is still due', async () => {
    const instamed = await startInstaMed();
    const broker = await startTestBroker(instamed.url);
    const session = await broker.client.create({ amount: { value: '99.10', currency: 'USD' }, options: { allowPartialApproval: true } });
    const events = await broker.client.follow(session);
    await onScreen(instamed, await broker.client.launch(session), 'pay');
    await events.until('partially_approved');
    await events.close();
    const { lines } = await readPdf((await print({ broker, session })).bytes);
    expect(lines.slice(0, 3)).toEqual(['Receipt', 'Paid $99.00', '$0.10 still due']);
    expect(lines).toContain('Balance due | $0.10');
  });

  it('is refused for a payment that was declined, canceled or is not known to be made', async () => {
    const instamed = await startInstaMed();
    const broker = await startTestBroker(instamed.url);
    const declined = await broker.client.create({ amount: { value: '20.05', currency: 'USD' } });
    expect(codeOf(await print({ broker, session: declined }))).toBe('ERR_RECEIPT_NOT_READY');
    const events = await broker.client.follow(declined);
    await onScreen(instamed, await broker.client.launch(declined), 'pay');
    await events.until('declined');
    await events.close();
    const canceled = await broker.client.create();
    await broker.client.call(`/v1/payment-sessions/${canceled.id}/cancel`, { body: {} });
    for (const session of [declined, canceled]) {
      const refused = await print({ broker, session });
      expect([refused.status, codeOf(refused), refused.headers.get('content-disposition')]).toEqual([404, 'ERR_RECEIPT_NONE', null]);
    }
  });

  it('says of a payment that was voided that it was, and no longer that it was paid', async () => {
    const world = await paid();
    await world.post('void');
    const { lines } = await readPdf((await print(world)).bytes);
    expect(lines[0]).toBe('This payment was voided. The money was not kept.');
    expect(lines).not.toContain('Paid $125.00');
  });

  it('says what was refunded of a payment', async () => {
    const world = await paid();
    await world.post('refund', { amount: { value: '25.00', currency: 'USD' } });
    const { lines } = await readPdf((await print(world)).bytes);
    expect(lines.slice(0, 3)).toEqual(['Receipt', 'Paid $125.00', 'Refunded: $25.00']);
  });

  it('tells nobody in the log', async () => {
    const patient = { id: 'P-secret', firstName: 'Sentinel', lastName: 'Name' };
    const world = await paid({}, {}, { patient });
    await print(world);
    expect(world.broker.log.join('\n')).not.toMatch(/Sentinel|P-secret/);
  });
});
