import {
  acsPath,
  consumerAcsPath,
  encodeNvp,
  encodeSsoParameters,
  samlPostFields,
  screenPaths,
  writeSamlResponse,
  type SsoParameters,
} from '@collect-payment/protocol';
import { expect, test } from 'vitest';
import { control, launchToken, launchUrl, parametersFor, postForm, runningSandbox } from './signed-on.ts';
import { signing, termsFor } from './saml-form.ts';
import type { RunningSandbox } from '../src/start-sandbox.ts';

const consumerOf = ({ url }: RunningSandbox, changes: Partial<SsoParameters> = {}): Partial<SsoParameters> => ({
  relayState: url + screenPaths['consumer-payment'],
  isReadOnly: true,
  consumerFirstName: 'Mary',
  consumerLastName: 'Smith',
  ...changes,
});
const reasonsOf = async (sandbox: RunningSandbox) =>
  ((await control(sandbox, 'GET', 'ledger')).json['refusals'] ?? []).map(({ reason }) => reason);

test('a patient pays on the consumer’s screen, by card or eCheck and never in cash, and is shown a receipt', async () => {
  const sandbox = await runningSandbox();
  const url = await launchUrl(sandbox, consumerOf(sandbox));
  expect(url.pathname).toBe('/Form/Payments/New');
  const page = await (await fetch(url)).text();
  expect(page).toContain('<h1>Make a payment</h1>');
  expect(page).toMatch(/Pay\s+\$125\.00/);
  expect(page).toContain('value="check"');
  expect(page).not.toContain('value="cash"');
  expect(page).not.toContain('guarantorId');

  const body = { token: url.searchParams.get('token') ?? '', tender: 'cash', action: 'pay' };
  const post = (fields: Record<string, string>) => fetch(url.origin + url.pathname, { method: 'POST', body: new URLSearchParams(fields) });
  expect((await post(body)).status).toBe(422);
  const paid = await post({ ...body, tender: 'card', cardNumber: '4111111111111111', expiry: '12/39', cvv: '123' });
  expect(await paid.text()).toContain('Paid $125.00');
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toMatchObject([{ approvedCents: 12_500, patientId: 'P-1001' }]);
});

test('whoever pays is named where it is not the patient, and the ZIP of the sign-on is filled in', async () => {
  const sandbox = await runningSandbox();
  const read = async (changes: Partial<SsoParameters>) => (await fetch(await launchUrl(sandbox, consumerOf(sandbox, changes)))).text();
  expect(await read({})).not.toContain('Paid by');
  const page = await read({ consumerFirstName: 'John', billingZip: '92501' });
  expect(page).toContain('<dd>John Smith</dd>');
  expect(page).toContain('value="92501"');
});

test('CustomAmount opens the amount and nothing else', async () => {
  const sandbox = await runningSandbox();
  const pay = async (changes: Partial<SsoParameters>) => {
    const token = await launchToken(sandbox, consumerOf(sandbox, changes));
    return control(sandbox, 'POST', `tokens/${token}/pay`, { cardNumber: '4111111111111111', expiry: '12/39', amount: '20.00' });
  };
  expect((await pay({})).status).toBe(422);
  expect((await pay({ populatedFieldsReadOnlyMode: 'CustomAmount' })).status).toBe(200);
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toMatchObject([{ approvedCents: 2_000 }]);
});

test('each portal opens its own screens: the other’s ACS refuses them', async () => {
  const sandbox = await runningSandbox();
  const form = (changes: Partial<SsoParameters>) => encodeNvp(encodeSsoParameters(parametersFor(sandbox.url, changes)));
  await postForm(sandbox.url, form(consumerOf(sandbox)), undefined, acsPath);
  await postForm(sandbox.url, form({}), undefined, consumerAcsPath);
  expect(await reasonsOf(sandbox)).toEqual(['relay-state-not-allowed', 'relay-state-not-allowed']);
});

test('a Response for the staff’s ACS serves at the consumer’s no more than one for anybody else', async () => {
  const sandbox = await runningSandbox();
  const { securityKey: _, ...parameters } = parametersFor(sandbox.url, consumerOf(sandbox));
  const attributes = encodeSsoParameters(parameters);
  const send = async (acs: string) => {
    const terms = termsFor(sandbox, { attributes, recipient: sandbox.url + acs, destination: sandbox.url + acs });
    const body = encodeNvp(samlPostFields(writeSamlResponse(terms, signing('both')), parameters.relayState));
    return postForm(sandbox.url, body, undefined, consumerAcsPath);
  };
  expect((await send(consumerAcsPath)).headers.get('relaystate')).toContain('/Form/Payments/New?token=');
  await send(acsPath);
  expect(await reasonsOf(sandbox)).toEqual(['destination-mismatch']);
});
