import { ProtocolError } from '../errors.ts';
import { readXml, type XmlElement } from '../xml/document.ts';

export type SoapVersion = '1.1' | '1.2';

/** Envelope namespaces (SOAP 1.1 section 3, SOAP 1.2 part 1 section 5.1). They alone tell the version; prefixes tell nothing. */
export const soapNamespaces: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
};

export const soapContentTypes: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'text/xml; charset=utf-8',
  '1.2': 'application/soap+xml; charset=utf-8',
};

/** `content` is XML of ours: every value in it is escaped already. */
export function writeEnvelope(version: SoapVersion, content: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${soapNamespaces[version]}"><soap:Body>${content}</soap:Body></soap:Envelope>`;
}

/**
 * The one element of the body.
 *
 * ERR_SOAP_NOT_ENVELOPE for another root, several bodies, several elements within or text between them; and the codes of `readXml`.
 */
export function readEnvelope(body: string | Uint8Array): { readonly version: SoapVersion; readonly content: XmlElement } {
  const envelope = readXml(body);
  const version = (['1.1', '1.2'] as const).find((candidate) => isSoap(envelope, candidate, 'Envelope'));
  if (version === undefined) return refuse();
  const parts = envelope.children.filter((child) => !isSoap(child, version, 'Header'));
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0 || !isSoap(only, version, 'Body')) return refuse();
  const [content, ...more] = only.children;
  if (content === undefined || more.length > 0 || envelope.text.trim() !== '' || only.text.trim() !== '') return refuse();
  return { version, content };
}

function refuse(): never {
  throw new ProtocolError('ERR_SOAP_NOT_ENVELOPE', {});
}

export function isSoap(element: XmlElement, version: SoapVersion, local: string): boolean {
  return element.namespace === soapNamespaces[version] && element.local === local;
}
