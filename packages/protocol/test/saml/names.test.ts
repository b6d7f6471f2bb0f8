import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeSamlResponse, type SamlTerms } from '../../src/saml/index.ts';
import { judgesOf } from './judges/all.ts';
import { contents, createTerms, encryptionOf, signingOf } from './parties.ts';

const hostile = [
  `O'Brien <&"> 李`,
  '</saml:Assertion>',
  '<!-- --><![CDATA[ ]]>',
  '&amp;&#65;&lt;',
  ' two  spaces and an end ',
  '\u202Eright to left',
  'Zoë\u0301 🧑‍⚕️ ﷽',
  'a\tb\nc',
  '\u2029\u00A0\uFEFF',
];

const markup = fc
  .array(fc.constantFrom('<', '>', '&', '"', "'", ']]>', '<!--', '-->', '<![CDATA[', '&lt;', '&#0;', '<?', 'ds:', '李', ' ', '\n'), {
    minLength: 1,
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''));
// A carriage return has its own test: samlify loses it by printing the document again before it verifies.
const refused = /[\r\u2028\p{Cs}\uFFFE\uFFFF]|(?![\t\n])\p{Cc}/u;
const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((text) => !refused.test(text));
const grapheme = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !refused.test(text));

const perResponse = 50;
const responses = 10;
// Programs are started many times; on a busy machine that takes longer than a test usually may.
const propertyTimeoutMs = 60_000;
const batch = fc.array(fc.oneof(markup, anyText, grapheme), { minLength: perResponse, maxLength: perResponse });

// A NameID must be more than white space.
function termsWith(values: readonly string[]) {
  return createTerms({ nameId: `id ${values[0]}`, attributes: values.map((value, index) => [`additionalInfo${index}`, value]) });
}

const saidBy = (terms: SamlTerms) => ({ nameId: terms.nameId, attributes: Object.fromEntries(terms.attributes) });

describe.for(contents)('names in a Response with %s content', (content) => {
  const write = (terms: SamlTerms) => writeSamlResponse(terms, signingOf('both'), encryptionOf(content));
  const seats = judgesOf('both', content);

  for (const { title, judge, here } of seats) {
    test.runIf(here)(`hostile ones come back unchanged from ${title}`, async () => {
      const terms = termsWith(hostile);
      expect(await judge.read(write(terms))).toEqual(saidBy(terms));
    });

    test.runIf(here)(
      `${perResponse * responses} random ones come back unchanged from ${title}`,
      { timeout: propertyTimeoutMs },
      async () => {
        const property = fc.asyncProperty(batch, async (values) => {
          const terms = termsWith(values);
          expect(await judge.read(write(terms))).toEqual(saidBy(terms));
        });
        await fc.assert(property, { numRuns: responses });
      },
    );
  }

  for (const { title, judge, here } of seats.filter((seat) => seat.judge.name !== 'samlify')) {
    test.runIf(here)(`a carriage return comes back unchanged from ${title}`, async () => {
      const terms = termsWith(['a\rb\r\nc']);
      expect(await judge.read(write(terms))).toEqual(saidBy(terms));
    });
  }
});
