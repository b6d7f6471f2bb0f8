import {
  encodeNvp,
  encodeSsoParameters,
  encodeViewReceiptRequest,
  nvpPath,
  readViewReceiptResponse,
  samlPostFields,
  writeSamlResponse,
} from '@collect-payment/protocol';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { account, control, parametersFor, postForm, runningSandbox } from './signed-on.ts';
import { encryption, relayStateOf, signing, termsFor } from './saml-form.ts';

const name = `O'Brien <&"> 李`;
const inHtml = 'O&#39;Brien &lt;&amp;&quot;&gt; 李';

test.each(['nvp', 'saml', 'encrypted saml'] as const)(
  'a name with every trap goes unchanged through %s, screen and receipt',
  async (sso) => {
    const sandbox = await runningSandbox();
    const parameters = parametersFor(sandbox.url, { patientLastName: name, cardHolderName: name, userName: name });
    const xml = () =>
      writeSamlResponse(
        termsFor(sandbox, { attributes: encodeSsoParameters(parameters) }),
        signing('both'),
        sso === 'saml' ? undefined : encryption('aes-256-cbc'),
      );
    const body = sso === 'nvp' ? encodeNvp(encodeSsoParameters(parameters)) : encodeNvp(samlPostFields(xml(), relayStateOf(sandbox)));
    const url = new URL((await postForm(sandbox.url, body)).headers.get('relaystate') ?? '');
    const token = url.searchParams.get('token') ?? '';
    const page = await (await fetch(url)).text();
    expect(page).toContain(`Mary ${inHtml}`);
    expect(page).toContain(`value="${inHtml}"`);
    await control(sandbox, 'POST', `tokens/${token}/pay`);
    expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toMatchObject([
      { patientLastName: name, card: { holderName: name } },
    ]);
    const answer = await fetch(sandbox.url + nvpPath, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${account.apiUser}:${account.apiPassword}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: encodeViewReceiptRequest({ ...account.outlet, token }),
    });
    expect(readViewReceiptResponse(await answer.text())).toMatchObject({ type: 'receipt', receipt: { cardHolderName: name } });
  },
);

test('names, secrets and tokens stay out of the log', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const sandbox = await runningSandbox({}, log);
  const sent = parametersFor(sandbox.url, { patientLastName: 'Sentinel' });
  const url = new URL((await postForm(sandbox.url, encodeNvp(encodeSsoParameters(sent)))).headers.get('relaystate') ?? '');
  const token = url.searchParams.get('token') ?? '';
  await control(sandbox, 'POST', `tokens/${token}/pay`, { holderName: 'Sentinel' });
  await postForm(sandbox.url, encodeNvp(encodeSsoParameters({ ...sent, securityKey: 'Sentinel' })));
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['sso', 'payment', 'sso']);
  for (const secret of ['Sentinel', token, account.securityKey, '4111111111111111', 'P-1001']) expect(lines.join('')).not.toContain(secret);
});
