import type { CreatedPaymentSession, CreatePaymentSession, ErrorBody, Launch } from '@collect-payment/contract';
import { acsPath, consumerAcsPath, decodeCents, encodeSsoParameters, type SsoParameters } from '@collect-payment/protocol';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs, tell } from '../../../../scripts/tried/tried.ts';
import { errorCatalogue } from '../../src/errors.ts';
import { startTestBroker } from '../support/broker.ts';
import type { Answer } from '../support/client.ts';
import { startInstaMed, tokenOf } from '../support/instamed.ts';
import { askedTerms } from './asked-terms.ts';
import { createSamlReader, watchSentResponses } from './sent-responses.ts';

/** As long as a token: of the hundreds of sessions that are left open, none is polled. */
const intervalMs = 900_000;

/** A refusal is one of the body's, and has the status that the catalogue says. */
function expectRefusal({ status, body }: Answer<unknown>, screen: CreatePaymentSession['screen']): void {
  const { code } = (body as ErrorBody).error as { readonly code: keyof typeof errorCatalogue };
  expect([code, status]).toEqual([
    expect.stringMatching(
      screen === 'consumer-payment' ? /^ERR_(AMOUNT|FIELD|TEXT)_|^ERR_DEVICE_NOT_ENGAGED$/ : /^ERR_(AMOUNT|FIELD|TEXT)_/,
    ),
    errorCatalogue[code]?.status,
  ]);
}

/** What was asked for, as InstaMed must read it: no more, no less, no other. */
function meantBy(
  { screen, patient, staff, amount, invoice, options = {} }: CreatePaymentSession,
  sessionId: string,
): Partial<SsoParameters> {
  const meant: Record<string, unknown> = {
    patientId: patient.id,
    patientFirstName: patient.firstName,
    patientLastName: patient.lastName,
    // Nobody else was named: the patient pays.
    ...(screen === 'consumer-payment' && { consumerFirstName: patient.firstName, consumerLastName: patient.lastName }),
    userId: staff?.id ?? 'front-desk-user',
    userName: staff?.name,
    ...(amount !== undefined && { requestedCents: decodeCents(amount.value) }),
    additionalInfo: { ...(invoice !== undefined && { 1: invoice }), 5: sessionId },
    cardHolderName: options.cardHolderName,
    creditCardKeyed: options.cardEntry && options.cardEntry === 'keyed',
    preventCheck: options.hideCheck,
    // All of the patients' screen stays locked but the amount.
    ...(screen !== 'save-on-file' && { isReadOnly: screen === 'consumer-payment' || (options.readOnly ?? true) }),
    ...(screen === 'consumer-payment' && options.readOnly === false && { populatedFieldsReadOnlyMode: 'CustomAmount' }),
    allowPartialPayment: options.allowPartialApproval,
  };
  return Object.fromEntries(Object.entries(meant).filter(([, value]) => value !== undefined));
}

/** What goes with every sign-on and is no host's to say. */
const ours: ReadonlySet<string> = new Set([
  'relayState',
  'accountId',
  'ssoAlias',
  'id',
  'responseActionType',
  'requestToken',
  'lightWeight',
  'suppressReceipt',
  'confirmUrl',
  'cancelUrl',
]);

test(
  'what a host asks for comes back unchanged from the signed Response, by the sandbox and by samlify, or is refused by name',
  { timeout: 1_800_000 },
  async (context) => {
    const instamed = await startInstaMed();
    const { client, log } = await startTestBroker(instamed.url, { intervalMs, answerTimeoutMs: 20_000 });
    const sent = watchSentResponses();
    const staffPortal = createSamlReader(instamed.url + acsPath);
    const patientsPortal = createSamlReader(instamed.url + consumerAcsPath);
    const seen = { issued: 0, refused: 0 };

    const property = fc.asyncProperty(askedTerms, async (body) => {
      sent.length = 0;
      const created = await client.call<CreatedPaymentSession>('/v1/payment-sessions', { body });
      if (created.status !== 201) {
        expectRefusal(created, body.screen);
        seen.refused += 1;
        return;
      }
      const { id, clientSecret } = created.body;
      const launched = await client.call<Launch>(`/v1/payment-sessions/${id}/launch`, { body: {}, key: clientSecret });
      expect([launched.status, launched.body]).toEqual([200, launched.body]);
      const { parameters } = instamed.ledger.launches.get(tokenOf(launched.body)) ?? { parameters: undefined };
      const said = Object.fromEntries(Object.entries(parameters ?? {}).filter(([name]) => !ours.has(name)));
      expect(said).toEqual(meantBy(body, id));
      expect(sent).toHaveLength(1);
      const read = body.screen === 'consumer-payment' ? patientsPortal : staffPortal;
      const { nameID, attributes } = await read(sent[0] ?? '');
      expect(nameID).toBe(body.staff?.id ?? 'front-desk-user');
      expect(attributes).toEqual(Object.fromEntries(encodeSsoParameters(parameters as SsoParameters)));
      seen.issued += 1;
    });
    await fc.assert(property, runs(500));

    expect(Math.min(seen.issued, seen.refused)).toBeGreaterThan(0);
    expect(instamed.ledger.refusals).toEqual([]);
    expect(log.join('')).not.toMatch(/internal_error|"level":"(error|fatal)"/);
    const what = `creations: ${seen.issued} signed and read back to the letter by two readers, ${seen.refused} refused by the catalogue, 0 accepted that could not be signed`;
    tell(context, 'SAML issuing', seen.issued + seen.refused, what);
  },
);
