import { NvpFields, ProtocolError, decodeSsoParameters, type SsoParameters } from '@collect-payment/protocol';
import { childrenNamed, type XmlElement } from '../../xml-tree.ts';
import { Refusal } from '../refusal.ts';
import { saml } from './namespaces.ts';

/**
 * The sign-on fields of a verified Assertion: attribute names are the NVP names (instamed-protocol.md §1.5). The target may
 * stand in the attribute `relayState` or in the form's RelayState; where both do, they must agree.
 * @throws Refusal attribute-duplicate, attribute-invalid, relay-state-not-allowed
 */
export function readAssertionParameters(assertion: XmlElement, relayState: string | undefined): SsoParameters {
  const attributes = childrenNamed(assertion, saml, 'AttributeStatement').flatMap((statement) =>
    childrenNamed(statement, saml, 'Attribute'),
  );
  const pairs = attributes.flatMap((attribute) => {
    const name = attribute.attributes.get('Name') ?? '';
    return childrenNamed(attribute, saml, 'AttributeValue').map(({ text }) => [name, text] as const);
  });
  try {
    const fields = NvpFields.from(pairs);
    if (relayState === undefined || fields.has('relayState')) {
      if (relayState !== undefined && relayState !== fields.get('relayState'))
        throw new Refusal('relay-state-not-allowed', 'It is not the one that was signed.');
      return decodeSsoParameters(fields);
    }
    return decodeSsoParameters(NvpFields.from([...pairs, ['relayState', relayState]]));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    if (error.code === 'ERR_NVP_DUPLICATE_NAME') throw new Refusal('attribute-duplicate');
    const field = 'field' in error.details ? `: ${String(error.details.field)}.` : '';
    throw new Refusal('attribute-invalid', `${error.code}${field}`);
  }
}
