import { encodeNvp, samlPostFields, writeSamlResponse, type SamlSigning } from '@collect-payment/protocol';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrappingShapes, type WrappingShape } from '../../protocol/test/saml/wrapping-shapes.ts';
import { runs, tell } from '../../../scripts/tried/tried.ts';
import { relayStateOf, signing, termsFor } from './saml-form.ts';
import { postForm, runningSandbox } from './signed-on.ts';
import { apply, forge, splice, withFreshIds } from './splices.ts';

const scopes = ['assertion', 'response', 'both'] as const satisfies readonly SamlSigning['scope'][];

interface Attack {
  readonly scope: (typeof scopes)[number];
  /** Signature wrapping before the splices, or none. */
  readonly shape: WrappingShape | undefined;
  readonly freshIds: boolean;
}

const attack: fc.Arbitrary<Attack> = fc
  .record({
    shape: fc.option(fc.constantFrom(...wrappingShapes), { nil: undefined, freq: 4 }),
    freshIds: fc.boolean(),
    wide: fc.nat({ max: 2 }),
  })
  .map(({ shape, freshIds, wide }) => {
    const scope = scopes[wide] ?? 'both';
    return { shape, freshIds, scope: shape === undefined || scope === 'both' ? scope : shape.signed };
  });

test(
  'no Response that was wrapped, spliced, renamed or commented is accepted with what was not signed',
  { timeout: 1_800_000 },
  async (context) => {
    const dayMs = 86_400_000;
    const sandbox = await runningSandbox({ switches: { samlReplay: 'accepted' } });
    const terms = termsFor(sandbox, { notOnOrAfter: new Date(sandbox.clock.now().getTime() + dayMs) });
    const signed = Object.fromEntries(scopes.map((scope) => [scope, writeSamlResponse(terms, signing(scope))]));
    const relayState = relayStateOf(sandbox);
    const seen = { refused: 0, accepted: 0 };

    /** What was read of a Response that was accepted; undefined when it was refused. */
    async function readingOf(xml: string): Promise<object | undefined> {
      const answer = await postForm(sandbox.url, encodeNvp(samlPostFields(xml, relayState)));
      const target = new URL(answer.headers.get('relaystate') ?? answer.headers.get('location') ?? '');
      const token = target.searchParams.get('token');
      return token === null ? undefined : sandbox.ledger.launches.get(token)?.parameters;
    }
    const whole = await readingOf(signed['both'] ?? '');
    expect(whole).toMatchObject({ patientLastName: 'Smith', requestedCents: 12_500 });

    const property = fc.asyncProperty(attack, fc.array(splice, { maxLength: 4 }), async ({ scope, shape, freshIds }, splices) => {
      const original = signed[scope] ?? '';
      const forging = (element: string) => (freshIds ? withFreshIds(forge(element)) : forge(element));
      const wrapped = shape === undefined ? original : shape.wrap(original, forging);
      const reading = await readingOf(splices.reduce(apply, wrapped));
      expect(reading ?? whole).toEqual(whole);
      seen[reading === undefined ? 'refused' : 'accepted'] += 1;
    });
    await fc.assert(property, runs(2_000));

    expect(seen.refused).toBeGreaterThan(seen.accepted);
    // A comment in a value changes nothing that is signed: not everything is refused.
    expect(seen.accepted).toBeGreaterThan(0);
    const what = `Responses in 8 wrapping shapes, spliced: ${seen.refused} refused, ${seen.accepted} that say what was signed, 0 accepted that say anything else`;
    tell(context, 'SAML wrapping and splices', seen.refused + seen.accepted, what);
  },
);
