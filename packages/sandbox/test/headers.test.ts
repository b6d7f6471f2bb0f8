import { describe, expect, test } from 'vitest';
import { launchUrl, runningSandbox } from './signed-on.ts';

const nothing =
  "default-src 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const page =
  "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=()',
};

/** Everything a browser may be sent to, and the policy it has there. */
const table: readonly (readonly [what: string, path: string, policy: string, cached: string])[] = [
  ['the index', '/', page, 'no-store'],
  ['a hosted screen', 'SCREEN', page, 'no-store'],
  ['a screen without a token', '/providers/Form/PatientPayments/NewPatientPaymentSSO', page, 'no-store'],
  ['the page of a refused sign-on', '/providers/Form/SSO/SSOError?respCode=1', page, 'no-store'],
  ['a style sheet', '/sandbox/assets/screen.css', nothing, 'no-cache'],
  ['the script', '/sandbox/assets/screen.js', nothing, 'no-cache'],
  ['the ledger', '/sandbox/ledger', nothing, 'no-store'],
  ['the metadata', '/sandbox/metadata', nothing, 'no-store'],
  ['the WSDL', '/providers/Forms/WebServices/SSOService.asmx?wsdl', nothing, 'no-store'],
  ['what is not there', '/nowhere', nothing, 'no-store'],
];

describe('what a browser is told by the sandbox', () => {
  test.each(table)('%s is kept from everything that it does not need', async (_, path, policy, cached) => {
    const sandbox = await runningSandbox();
    const url = path === 'SCREEN' ? await launchUrl(sandbox) : new URL(path, sandbox.url);
    const { headers } = await fetch(url);
    const expected = { ...always, 'content-security-policy': policy, 'cache-control': cached };
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, headers.get(name)]))).toEqual(expected);
  });
});
