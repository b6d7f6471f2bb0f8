import { expect, test } from 'vitest';
import { readSsoAnswer } from './answer.ts';

const origin = 'https://online.instamed.com';
const screen = `${origin}/providers/Form/PatientPayments/NewPaymentSimpleSSO`;
const token = 'NTJmY2Y5NmMtOTg2Yi00NDM0LTk2ZWYtZjc3OGE1OTVhN2Qz';
const launched = { type: 'launched', url: `${screen}?token=${token}`, token };
const refusal = (code: string, details: object = {}) => expect.objectContaining({ code, details });

const read = (headers: Readonly<Record<string, string | readonly string[] | undefined>>, status = 200) =>
  readSsoAnswer({ status, headers }, origin);

test.each(['relayState', 'relaystate', 'RELAYSTATE', 'RelayState'])('the header may be spelt %s', (name) => {
  expect(read({ 'content-length': '0', [name]: `${screen}?token=${token}` })).toEqual(launched);
});

test.each([200, 300, 301, 302, 303, 307, 308])('status %i is an answer', (status) => {
  expect(read({ relaystate: `${screen}?token=${token}` }, status)).toEqual(launched);
});

test.each([100, 201, 204, 400, 401, 403, 404, 500, 502, 503])('status %i is none, whatever its headers', (status) => {
  expect(() => read({ relaystate: `${screen}?token=${token}` }, status)).toThrow(refusal('ERR_SSO_ANSWER_STATUS', { status }));
});

test('other parameters beside the token, and a token in any place and case, are no matter', () => {
  const url = `${screen}?lightWeight=true&Token=${token}#top`;
  expect(read({ relaystate: url })).toEqual({ type: 'launched', url, token });
});

test.each([
  ['ab+/c=', 'ab+/c='],
  ['ab%2B%2Fc%3D', 'ab+/c='],
])('the base64 token %s is %s, escaped or not', (written, expected) => {
  expect(read({ relaystate: `${screen}?token=${written}` })).toMatchObject({ token: expected });
});

test('a repeated header collapses when it says the same, in an array or joined by a comma', () => {
  const url = `${screen}?token=${token}`;
  expect(read({ relaystate: [url, url] })).toEqual(launched);
  expect(read({ relayState: url, relaystate: url })).toEqual(launched);
  expect(read({ relaystate: `${url}, ${url}` })).toEqual(launched);
});

test('a repeated header is refused when it says different things', () => {
  const other = `${screen}?token=b3RoZXI`;
  const repeated = refusal('ERR_SSO_ANSWER_REPEATED');
  expect(() => read({ relaystate: [`${screen}?token=${token}`, other] })).toThrow(repeated);
  expect(() => read({ relaystate: `${screen}?token=${token}`, RelayState: other })).toThrow(repeated);
  expect(() => read({ relaystate: `${screen}?token=${token}, ${other}` })).toThrow(repeated);
});

test('the error page is a refusal with its code and message', () => {
  const url = `${origin}/providers/Form/SSO/SSOError?respCode=401&respMessage=Invalid AccountID or Password.&lightWeight=true`;
  expect(read({ relaystate: url })).toEqual({ type: 'refused', respCode: 401, respMessage: 'Invalid AccountID or Password.' });
});

test('errorCode and errorMessage are a refusal too', () => {
  expect(read({ relaystate: `${screen}?errorCode=400&errorMessage=An+unexpected%20error` })).toEqual({
    type: 'refused',
    respCode: 400,
    respMessage: 'An unexpected error',
  });
});

test('the error page without a code, or with a word for one, is a refusal without a number', () => {
  const page = `${origin}/providers/Form/SSO/ssoerror`;
  expect(read({ relaystate: page })).toEqual({ type: 'refused', respCode: undefined, respMessage: '' });
  expect(read({ relaystate: `${page}?respCode=none&respMessage=x%0D%0Ay` })).toEqual({
    type: 'refused',
    respCode: undefined,
    respMessage: 'x  y',
  });
});

test('an empty respCode does not hide an errorCode', () => {
  expect(read({ relaystate: `${screen}?respCode=&errorCode=400` })).toMatchObject({ type: 'refused', respCode: 400 });
});

test('an empty error beside a token is none', () => {
  expect(read({ relaystate: `${screen}?token=${token}&errorCode=&errorMessage=` })).toMatchObject({ type: 'launched', token });
});

test('no more than 200 characters of a message are kept', () => {
  expect(read({ relaystate: `${screen}?respMessage=${'x'.repeat(201)}` })).toMatchObject({ respMessage: 'x'.repeat(200) });
});

test('an error beside a token is a refusal', () => {
  expect(read({ relaystate: `${screen}?token=${token}&respCode=401` })).toMatchObject({ type: 'refused', respCode: 401 });
  expect(read({ relaystate: `${screen}?token=${token}&respCode=401&respCode=402` })).toMatchObject({
    type: 'refused',
    respCode: undefined,
  });
});

test('a redirect without the header is read from its location when that has a token or is the error page', () => {
  expect(read({ location: `${screen}?token=${token}` }, 302)).toEqual(launched);
  expect(read({ location: `/providers/Form/PatientPayments/NewPaymentSimpleSSO?token=${token}` }, 302)).toEqual(launched);
  expect(read({ location: '/providers/Form/SSO/SSOError?respCode=401' }, 302)).toMatchObject({ type: 'refused', respCode: 401 });
});

test.each([
  [{ location: `${screen}?token=${token}` }, 200],
  [{ location: `${origin}/maintenance` }, 302],
  [{ location: 'http://[' }, 302],
  [{}, 200],
  [{ relaystate: '' }, 200],
  [{ relaystate: undefined }, 200],
  [{ relaystate: [] }, 302],
])('%j with status %i is no answer', (headers, status) => {
  expect(() => read(headers, status)).toThrow(refusal('ERR_SSO_ANSWER_MISSING'));
});

test.each([
  ['NewPaymentSimpleSSO?token=x', 'not a URL'],
  ['//online.instamed.com/?token=x', 'not a URL'],
  ['javascript:alert(1)//?token=x', 'scheme'],
  ['data:text/html,x?token=x', 'scheme'],
  ['http://online.instamed.com/?token=x', 'scheme'],
  ['https://user:pw@online.instamed.com/?token=x', 'credentials'],
  ['https://online.instamed.com@evil.example/?token=x', 'credentials'],
  ['https://online.instamed.com.evil.example/?token=x', 'origin'],
  ['https://online.instamed.com:8443/?token=x', 'origin'],
  ['http://127.0.0.1/?token=x', 'origin'],
])('%s is refused for its %s', (relaystate, reason) => {
  expect(() => read({ relaystate })).toThrow(refusal('ERR_SSO_ANSWER_URL', { reason }));
});

test.each(['http://127.0.0.1:4020', 'http://localhost:4020', 'http://[::1]:4020'])('http is taken from this machine: %s', (local) => {
  const url = `${local}/providers/Form/PatientPayments/NewPaymentSimpleSSO?token=${token}`;
  expect(readSsoAnswer({ status: 200, headers: { relaystate: url } }, local)).toEqual({ type: 'launched', url, token });
});

test.each(['', '?token=', '?token', '?token=a%20b', '?token=%3Cscript%3E', `?token=${'x'.repeat(137)}`, '?token=a&token=b'])(
  'an address with %j has no usable token',
  (query) => {
    expect(() => read({ relaystate: screen + query })).toThrow(refusal('ERR_SSO_ANSWER_TOKEN'));
  },
);
