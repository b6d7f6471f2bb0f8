import { writeAssertion, writeIssuer } from './assertion.ts';
import { encryptAssertion, type SamlEncryption } from './encrypt.ts';
import { escapeAttribute } from './escape.ts';
import { namespaces, samlIdentifiers } from './names.ts';
import {
  joinElement,
  signElement,
  signElsewhere,
  signHere,
  type ExternalSamlSigning,
  type SamlSignature,
  type SamlSigning,
  type SignableElement,
  type Signing,
} from './sign.ts';
import { checkTerms, type SamlTerms } from './terms.ts';

/** The Response (SAML Core 3.2.2, 3.3.3) around a finished Assertion, open where its Signature goes. */
function writeResponse(terms: SamlTerms, assertion: string): SignableElement {
  const destination = escapeAttribute(terms.destination, 'destination');
  const issueInstant = terms.issueInstant.toISOString();
  return {
    id: terms.responseId,
    beforeSignature:
      `<samlp:Response xmlns:samlp="${namespaces.samlp}" Destination="${destination}" ID="${terms.responseId}" ` +
      `IssueInstant="${issueInstant}" Version="2.0">` +
      writeIssuer(terms.issuer, ` xmlns:saml="${namespaces.saml}"`),
    afterSignature:
      `<samlp:Status><samlp:StatusCode Value="${samlIdentifiers.success}"></samlp:StatusCode></samlp:Status>` +
      `${assertion}</samlp:Response>`,
  };
}

/**
 * Writes an IdP-initiated SAML 2.0 Response for the HTTP-POST binding (SAML Profiles 4.1.5), in Exclusive C14N form.
 *
 * The Assertion is signed first, then encrypted, then the Response is signed over what is sent (SAML Core 5.4, 6.2).
 * Same terms, key and random bytes give the same XML, the OAEP seed apart.
 * Throws ERR_SAML_ID, ERR_SAML_TERM_MISSING, ERR_SAML_VALIDITY, ERR_SAML_CONTROL_CHARACTER and ERR_SAML_KEY.
 */
export function writeSamlResponse(terms: SamlTerms, signing: SamlSigning, encryption?: SamlEncryption): string {
  return signHere(composeResponse(terms, signing, encryption), signing.key);
}

/** The same, signed by a key that is not in this process. Rejects with the signer's error, and with the codes above but ERR_SAML_KEY. */
export async function requestSamlResponse(terms: SamlTerms, signing: ExternalSamlSigning, encryption?: SamlEncryption): Promise<string> {
  return signElsewhere(composeResponse(terms, signing, encryption), signing.sign);
}

function* composeResponse(terms: SamlTerms, { scope, certificate }: SamlSignature, encryption?: SamlEncryption): Signing<string> {
  checkTerms(terms);
  const assertion = writeAssertion(terms);
  const finished = scope === 'response' ? joinElement(assertion) : yield* signElement(assertion, certificate);
  const response = writeResponse(terms, encryption === undefined ? finished : encryptAssertion(finished, encryption));
  return scope === 'assertion' ? joinElement(response) : yield* signElement(response, certificate);
}
