import { describe, expect, test } from 'vitest';
import { writeSamlResponse } from '../../src/saml/index.ts';
import { nodeSaml } from './judges/node-saml.ts';
import { verdict } from './judges/reading.ts';
import { createTerms, signingOf } from './parties.ts';
import { wrappingShapes } from './wrapping-shapes.ts';

const terms = createTerms();
const attacker = 'attacker';
const rename = (element: string) => element.replaceAll(`>${terms.nameId}<`, `>${attacker}<`);
const freshIds = (element: string) => rename(element).replaceAll(/ ID="_/g, ' ID="_forged');

describe.for(wrappingShapes)('$name', ({ signed, wrap }) => {
  const xml = writeSamlResponse(terms, signingOf(signed));

  test('carries the forged name beside the signed one', () => {
    expect(wrap(xml, rename)).toContain(`>${attacker}<`);
    expect(wrap(xml, rename)).toContain(`>${terms.nameId}<`);
  });

  test('is refused when the forged element takes the signed ID', async () => {
    expect(await verdict(nodeSaml(signed), wrap(xml, rename))).toBe('refused');
  });

  test('never gives the forged name when the forged element has an ID of its own', async () => {
    const given = await nodeSaml(signed)
      .read(wrap(xml, freshIds))
      .then(
        ({ nameId }) => nameId,
        () => 'refused',
      );
    expect([terms.nameId, 'refused']).toContain(given);
  });
});
