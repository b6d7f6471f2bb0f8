import type { SamlEncryption, SamlSigning } from '../../../src/saml/index.ts';
import { nodeSaml } from './node-saml.ts';
import type { Judge } from './reading.ts';
import { samlify } from './samlify.ts';
import { xmlCrypto } from './xml-crypto.ts';
import { xmlsec1, xmlsec1IsHere, xmlsec1Note } from './xmlsec1.ts';

/** A judge as a row of a test table: `here` is false only where its program is not installed. */
export interface Seat {
  readonly title: string;
  readonly judge: Judge;
  readonly here: boolean;
}

/** The judges that can read a Response of this kind: xml-crypto verifies, but decrypts nothing. */
export function judgesOf(scope: SamlSigning['scope'], content: 'plain' | SamlEncryption['content']): readonly Seat[] {
  const readers = [nodeSaml(scope), samlify(content !== 'plain'), ...(content === 'plain' ? [xmlCrypto] : [])];
  return [
    ...readers.map((judge) => ({ title: judge.name, judge, here: true })),
    { title: xmlsec1Note, judge: xmlsec1, here: xmlsec1IsHere },
  ];
}
