import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs, tell } from '../../../../scripts/tried/tried.ts';
import { ProtocolError, readTokenStatusResponse } from '../../src/index.ts';
import { soapNamespaces } from '../../src/soap/envelope.ts';

// Messages that are XML, and SOAP but for one place or two: most get past the first checks.
const soap = fc.constantFrom(...Object.values(soapNamespaces), 'http://evil.example/', '');
const service = fc.constantFrom('http://tempuri.org/', 'http://tempuri.org', '');
const mostly = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const word = fc.oneof(
  fc.constantFrom(
    'NEW',
    'USED',
    'EXPIRED',
    'COMPLETE',
    ' USED ',
    'US<!-- -->ED',
    '<![CDATA[USED]]>',
    '&#85;SED',
    'PENDING',
    '',
    '__proto__',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 8 }).map((text) => text.replaceAll(/[<&]/g, '')),
);
const result = mostly('GetSSOTokenStatusResult', 'getSSOTokenStatusResult', 'GetSSOTokenStatusResul', 'Fault');
const answer = fc
  .tuple(mostly('GetSSOTokenStatusResponse', 'GetTransactionDetailsResponse', 'Fault'), service, result, word, mostly(1, 0, 2, 3))
  .map(
    ([name, namespace, inner, text, count]) => `<${name} xmlns="${namespace}">${`<${inner}>${text}</${inner}>`.repeat(count)}</${name}>`,
  );
const fault = fc
  .tuple(mostly('faultcode', 'faultCode', 'Code'), mostly('faultstring', 'Reason'), word)
  .map(([code, reason, text]) => `<E:Fault><${code}>E:${text}</${code}><${reason}>${text}</${reason}></E:Fault>`);
const fault12 = word.map(
  (text) => `<E:Fault><E:Code><E:Value>E:${text}</E:Value></E:Code><E:Reason><E:Text xml:lang="en">${text}</E:Text></E:Reason></E:Fault>`,
);
const message = fc
  .record({
    namespace: soap,
    root: mostly('Envelope', 'envelope', 'Body'),
    body: mostly('Body', 'Header', 'body'),
    content: fc.oneof({ weight: 3, arbitrary: answer }, fault, fault12),
    beside: mostly('', '<E:Header/>', '<E:Body/>', 'text', '<stranger/>', '<!-- -->', '<?x?>'),
    contents: mostly(1, 0, 2),
  })
  .map(
    ({ namespace, root, body, content, beside, contents }) =>
      `<E:${root} xmlns:E="${namespace}">${beside}<E:${body}>${content.repeat(contents)}</E:${body}></E:${root}>`,
  );

test('an answer that is nearly right is a status, a fault or a refusal, and a status is in the text', { timeout: 60_000 }, (context) => {
  const seen = { status: 0, fault: 0, refused: 0 };
  fc.assert(
    fc.property(message, (xml) => {
      try {
        const read = readTokenStatusResponse(Buffer.from(xml));
        seen[read.type] += 1;
        if (read.type !== 'status') return;
        expect(xml).toContain('xmlns="http://tempuri.org/"');
        expect(xml.split('<GetSSOTokenStatusResult>')).toHaveLength(2);
        expect(xml.replaceAll(/<!-- -->|<!\[CDATA\[|\]\]>/g, '').replace('&#85;', 'U')).toContain(`>${read.word}<`.replace(/^>|<$/g, ''));
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        seen.refused += 1;
      }
    }),
    runs(20_000),
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(500);
  tell(
    context,
    'SOAP answers',
    seen.status + seen.fault + seen.refused,
    `nearly right: ${seen.status} statuses, ${seen.fault} faults, ${seen.refused} refused`,
  );
});
