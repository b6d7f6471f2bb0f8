import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isXmlText } from '../xml/escape.ts';
import { encodeSoapFault } from './fault.ts';
import { soapNamespaces } from './envelope.ts';
import {
  decodeTokenStatusRequest,
  encodeTokenStatusRequest,
  encodeTokenStatusResponse,
  readTokenStatusResponse,
  type TokenStatusRequest,
} from './token-status.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const fixture = (name: string) => readFileSync(join(import.meta.dirname, `../../test/fixtures/soap/${name}.xml`));
const request: TokenStatusRequest = {
  tokenId: 'NTJmY2Y5NmMtOTg2Yi00NDM0LTk2ZWYtZjc3OGE1OTVhN2Qz',
  accountId: 'clinic@example.com',
  alias: 'FRONTDESK',
  password: 'not a real key',
};

describe.each(['1.1', '1.2'] as const)('SOAP %s', (version) => {
  const envelope = (body: string, extra = '') =>
    `<E:Envelope xmlns:E="${soapNamespaces[version]}">${extra}<E:Body>${body}</E:Body></E:Envelope>`;
  const status = (word: string) => readTokenStatusResponse(encodeTokenStatusResponse(version, word).body);

  test('the service’s own request, response and fault are read', () => {
    expect(decodeTokenStatusRequest(fixture(`request-${version}`))).toEqual({ version, request });
    expect(readTokenStatusResponse(fixture(`response-${version}`))).toEqual({ type: 'status', word: 'USED', meaning: 'finished' });
    expect(readTokenStatusResponse(fixture(`fault-${version}`))).toEqual({
      type: 'fault',
      code: version === '1.1' ? 'Server' : 'Receiver',
      reason: 'Server was unable to process request.',
    });
  });

  test.each([
    ['NEW', 'new'],
    ['new', 'new'],
    ['USED', 'finished'],
    ['Used', 'finished'],
    ['complete', 'finished'],
    ['COMPLETE', 'finished'],
    ['EXPIRED', 'expired'],
    ['Expired', 'expired'],
    ['PENDING', 'unknown'],
    ['UſED', 'unknown'],
    ['constructor', 'unknown'],
    ['__proto__', 'unknown'],
  ])('the word %s means %s', (word, meaning) => {
    expect(status(word)).toEqual({ type: 'status', word, meaning });
  });

  test('a response of other prefixes, with a header, is read', () => {
    const body =
      '<x:GetSSOTokenStatusResponse xmlns:x="http://tempuri.org/"><x:GetSSOTokenStatusResult> USED </x:GetSSOTokenStatusResult></x:GetSSOTokenStatusResponse>';
    expect(readTokenStatusResponse(envelope(body, '<E:Header/>'))).toEqual({ type: 'status', word: 'USED', meaning: 'finished' });
  });

  test.each([
    '<GetSSOTokenStatusResponse xmlns="http://tempuri.org/"/>',
    '<GetSSOTokenStatusResponse xmlns="http://tempuri.org/"><GetSSOTokenStatusResult/></GetSSOTokenStatusResponse>',
    '<GetSSOTokenStatusResponse xmlns="http://tempuri.org/"><GetSSOTokenStatusResult xmlns="">USED</GetSSOTokenStatusResult></GetSSOTokenStatusResponse>',
    '<GetSSOTokenStatusResponse xmlns="http://evil.example/"><GetSSOTokenStatusResult>USED</GetSSOTokenStatusResult></GetSSOTokenStatusResponse>',
    '<GetSSOTokenStatusResponse><GetSSOTokenStatusResult xmlns="http://tempuri.org/">USED</GetSSOTokenStatusResult></GetSSOTokenStatusResponse>',
    '<GetTransactionDetailsResponse xmlns="http://tempuri.org/"><GetSSOTokenStatusResult>USED</GetSSOTokenStatusResult></GetTransactionDetailsResponse>',
    '<Fault><faultcode>Server</faultcode></Fault>',
  ])('%s holds no result', (body) => {
    expect(() => readTokenStatusResponse(envelope(body))).toThrow(refusal('ERR_SOAP_RESULT_MISSING'));
  });

  test.each(['<R>USED</R><R>NEW</R>', '<R>NEW</R><R>NEW</R>', '<R>US<b/>ED</R>'])('the result of %s is refused', (results) => {
    const body = `<GetSSOTokenStatusResponse xmlns="http://tempuri.org/">${results.replaceAll('R>', 'GetSSOTokenStatusResult>')}</GetSSOTokenStatusResponse>`;
    expect(() => readTokenStatusResponse(envelope(body))).toThrow(refusal('ERR_SOAP_FIELD'));
  });

  test.each(['', '<a/><b/>', 'text<a/>'])('a body of %j is no SOAP message', (body) => {
    expect(() => readTokenStatusResponse(envelope(body))).toThrow(refusal('ERR_SOAP_NOT_ENVELOPE'));
  });

  test('an envelope with two bodies, a stranger beside the body, or text is no SOAP message', () => {
    const second = '<E:Body><a/></E:Body>';
    for (const extra of [second, '<stranger/>', '<Header/>', 'text']) {
      expect(() => readTokenStatusResponse(envelope('<a/>', extra))).toThrow(refusal('ERR_SOAP_NOT_ENVELOPE'));
    }
  });

  test('a document type is refused', () => {
    const message = `<!DOCTYPE a [<!ENTITY x "USED">]>${envelope('<a>&x;</a>')}`;
    expect(() => readTokenStatusResponse(message)).toThrow(refusal('ERR_XML_DOCTYPE'));
    expect(() => decodeTokenStatusRequest(message)).toThrow(refusal('ERR_XML_DOCTYPE'));
  });

  test('a request with fields missing has them empty, in any order, and ignores strangers', () => {
    const body =
      '<GetSSOTokenStatus xmlns="http://tempuri.org/"><alias> A </alias><other/><tokenID>t</tokenID><password xmlns="">p</password></GetSSOTokenStatus>';
    expect(decodeTokenStatusRequest(envelope(body)).request).toEqual({ tokenId: 't', accountId: '', alias: ' A ', password: '' });
  });

  test.each([
    ['<GetTransactionDetails xmlns="http://tempuri.org/"/>', 'ERR_SOAP_OPERATION'],
    ['<GetSSOTokenStatus/>', 'ERR_SOAP_OPERATION'],
    ['<GetSSOTokenStatus xmlns="http://tempuri.org/"><alias/><alias/></GetSSOTokenStatus>', 'ERR_SOAP_FIELD'],
    ['<GetSSOTokenStatus xmlns="http://tempuri.org/"><tokenID>a<b/></tokenID></GetSSOTokenStatus>', 'ERR_SOAP_FIELD'],
  ])('the request %s is refused with %s', (body, code) => {
    expect(() => decodeTokenStatusRequest(envelope(body))).toThrow(refusal(code));
  });

  test('any credentials come back unchanged', { timeout: 60_000 }, () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).filter(isXmlText);
    fc.assert(
      fc.property(fc.record({ tokenId: text, accountId: text, alias: text, password: text }), (sent) => {
        expect(decodeTokenStatusRequest(encodeTokenStatusRequest(version, sent).body)).toEqual({ version, request: sent });
      }),
      { numRuns: 2_000 },
    );
    const sent = { ...request, password: `O'Brien <&"> 李 ]]>\r\n` };
    expect(decodeTokenStatusRequest(Buffer.from(encodeTokenStatusRequest(version, sent).body)).request).toEqual(sent);
  });

  test.each(['client', 'server'] as const)('a %s fault comes back as the version names it', (code) => {
    const names = { '1.1': { client: 'Client', server: 'Server' }, '1.2': { client: 'Sender', server: 'Receiver' } };
    const reason = `O'Brien <&"> 李`;
    expect(readTokenStatusResponse(encodeSoapFault(version, { code, reason }).body)).toEqual({
      type: 'fault',
      code: names[version][code],
      reason,
    });
  });

  test('a fault that says nothing is a fault all the same', () => {
    expect(readTokenStatusResponse(envelope('<E:Fault/>'))).toEqual({ type: 'fault', code: '', reason: '' });
  });

  test('what XML cannot carry is not written', () => {
    expect(() => encodeTokenStatusRequest(version, { ...request, password: 'a\0b' })).toThrow(refusal('ERR_XML_CHARACTER'));
    expect(() => encodeTokenStatusResponse(version, '\uD800')).toThrow(refusal('ERR_XML_CHARACTER'));
    expect(() => encodeSoapFault(version, { code: 'server', reason: '\uFFFF' })).toThrow(refusal('ERR_XML_CHARACTER'));
  });
});

test('SOAP 1.1 names its action in a header, SOAP 1.2 has its own media type', () => {
  expect(encodeTokenStatusRequest('1.1', request).headers).toEqual({
    'Content-Type': 'text/xml; charset=utf-8',
    SOAPAction: '"http://tempuri.org/GetSSOTokenStatus"',
  });
  expect(encodeTokenStatusRequest('1.2', request).headers).toEqual({ 'Content-Type': 'application/soap+xml; charset=utf-8' });
  expect(encodeTokenStatusResponse('1.1', 'NEW').contentType).toBe('text/xml; charset=utf-8');
  expect(encodeSoapFault('1.2', { code: 'client', reason: 'x' }).contentType).toBe('application/soap+xml; charset=utf-8');
});

test.each([
  '<Envelope/>',
  '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope"><Body><a/></Body></Envelope>',
  '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body xmlns="http://www.w3.org/2003/05/soap-envelope"><a/></Body></Envelope>',
  '<html><body>Service Unavailable</body></html>',
])('%s is no SOAP message', (message) => {
  expect(() => readTokenStatusResponse(message)).toThrow(refusal('ERR_SOAP_NOT_ENVELOPE'));
});

test('a fault of the other version’s namespace is no fault', () => {
  const message = `<E:Envelope xmlns:E="${soapNamespaces['1.1']}"><E:Body><Fault xmlns="${soapNamespaces['1.2']}"/></E:Body></E:Envelope>`;
  expect(() => readTokenStatusResponse(message)).toThrow(refusal('ERR_SOAP_RESULT_MISSING'));
});
