import { asciiLowerCase } from '../characters.ts';
import { ProtocolError } from '../errors.ts';
import { readEnvelope, soapContentTypes, writeEnvelope, type SoapVersion } from './envelope.ts';
import { readSoapFault } from './fault.ts';
import { readField, writeField } from './field.ts';

/** Target namespace of SSOService.asmx (instamed-protocol.md §2.1). */
export const ssoServiceNamespace = 'http://tempuri.org/';
const operation = 'GetSSOTokenStatus';

export interface TokenStatusRequest {
  readonly tokenId: string;
  readonly accountId: string;
  /** The ssoAlias. */
  readonly alias: string;
  /** The SSO securityKey: it travels in the body, so the body is never logged. */
  readonly password: string;
}

/** `word` is InstaMed's, as sent; only `meaning` is to be judged by. */
export type TokenStatusAnswer =
  | { readonly type: 'status'; readonly word: string; readonly meaning: TokenStatusMeaning }
  | { readonly type: 'fault'; readonly code: string; readonly reason: string };

/** `finished` and `expired` say that the visit is over, never that money moved: only a receipt says that. `unknown` means wait. */
export type TokenStatusMeaning = 'new' | 'finished' | 'expired' | 'unknown';

// In the order of the WSDL's sequence.
const requestFields = [
  ['tokenId', 'tokenID'],
  ['accountId', 'accountID'],
  ['alias', 'alias'],
  ['password', 'password'],
] as const satisfies readonly (readonly [keyof TokenStatusRequest, string])[];

/** SOAP 1.2 sends no SOAPAction (§2.1). ERR_XML_CHARACTER when a value cannot be written in XML. */
export function encodeTokenStatusRequest(
  version: SoapVersion,
  request: TokenStatusRequest,
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const children = requestFields.map(([key, wire]) => writeField(wire, request[key])).join('');
  const headers = {
    'Content-Type': soapContentTypes[version],
    ...(version === '1.1' ? { SOAPAction: `"${ssoServiceNamespace}${operation}"` } : {}),
  };
  return { headers, body: writeEnvelope(version, `<${operation} xmlns="${ssoServiceNamespace}">${children}</${operation}>`) };
}

/**
 * Reads either version's answer, whatever its prefixes.
 *
 * ERR_SOAP_RESULT_MISSING when the body is another element, or has no or an empty result; ERR_SOAP_FIELD for a result that comes twice
 * or holds elements, because of two words neither is the status; and the codes of the envelope.
 */
export function readTokenStatusResponse(body: string | Uint8Array): TokenStatusAnswer {
  const { version, content } = readEnvelope(body);
  const fault = readSoapFault(version, content);
  if (fault !== undefined) return { type: 'fault', ...fault };
  const expected = content.namespace === ssoServiceNamespace && content.local === `${operation}Response`;
  const word = expected ? readField(content, ssoServiceNamespace, `${operation}Result`).trim() : '';
  if (word === '') throw new ProtocolError('ERR_SOAP_RESULT_MISSING', {});
  return { type: 'status', word, meaning: meanings.get(asciiLowerCase(word)) ?? 'unknown' };
}

// The newer documentation says USED, the older says complete (§2).
const meanings = new Map<string, TokenStatusMeaning>([
  ['new', 'new'],
  ['used', 'finished'],
  ['complete', 'finished'],
  ['expired', 'expired'],
]);

/**
 * Reads a request as the service does: every field is optional (minOccurs 0) and then empty; unknown elements are ignored.
 *
 * ERR_SOAP_OPERATION for another operation or namespace, ERR_SOAP_FIELD for a field that comes twice or holds elements; and the codes of
 * the envelope.
 */
export function decodeTokenStatusRequest(body: string | Uint8Array): {
  readonly version: SoapVersion;
  readonly request: TokenStatusRequest;
} {
  const { version, content } = readEnvelope(body);
  if (content.namespace !== ssoServiceNamespace || content.local !== operation) throw new ProtocolError('ERR_SOAP_OPERATION', {});
  const [tokenId, accountId, alias, password] = requestFields.map(([, wire]) => readField(content, ssoServiceNamespace, wire));
  return { version, request: { tokenId: tokenId ?? '', accountId: accountId ?? '', alias: alias ?? '', password: password ?? '' } };
}

/** ERR_XML_CHARACTER when the word cannot be written in XML. */
export function encodeTokenStatusResponse(version: SoapVersion, word: string): { readonly contentType: string; readonly body: string } {
  const response = `${operation}Response`;
  const content = `<${response} xmlns="${ssoServiceNamespace}">${writeField(`${operation}Result`, word)}</${response}>`;
  return { contentType: soapContentTypes[version], body: writeEnvelope(version, content) };
}
