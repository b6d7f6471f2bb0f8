import { ProtocolError } from '../errors.ts';
import { findChild, type XmlElement } from '../xml/document.ts';
import { escapeXmlText, isXmlText } from '../xml/escape.ts';
import { isSoap, soapContentTypes, soapNamespaces, writeEnvelope, type SoapVersion } from './envelope.ts';

export interface SoapFault {
  /** Whose fault it is. */
  readonly code: 'client' | 'server';
  readonly reason: string;
}

const codes = {
  '1.1': { client: 'Client', server: 'Server' },
  '1.2': { client: 'Sender', server: 'Receiver' },
} as const;

/** SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4. ERR_XML_CHARACTER when the reason cannot be written in XML. */
export function encodeSoapFault(version: SoapVersion, fault: SoapFault): { readonly contentType: string; readonly body: string } {
  if (!isXmlText(fault.reason)) throw new ProtocolError('ERR_XML_CHARACTER', {});
  const code = `soap:${codes[version][fault.code]}`;
  const reason = escapeXmlText(fault.reason);
  const content =
    version === '1.1'
      ? `<soap:Fault><faultcode>${code}</faultcode><faultstring>${reason}</faultstring></soap:Fault>`
      : `<soap:Fault><soap:Code><soap:Value>${code}</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">${reason}</soap:Text></soap:Reason></soap:Fault>`;
  return { contentType: soapContentTypes[version], body: writeEnvelope(version, content) };
}

/**
 * The fault in a body, or undefined when the body holds none. `code` is the local part of the fault code as sent ("Client", "Sender", a
 * server's own); a missing part is empty. `reason` is the server's text: for people who trace, never to be judged by.
 */
export function readSoapFault(version: SoapVersion, content: XmlElement): { readonly code: string; readonly reason: string } | undefined {
  if (!isSoap(content, version, 'Fault')) return undefined;
  const sent =
    version === '1.1'
      ? { code: findChild(content, '', 'faultcode'), reason: findChild(content, '', 'faultstring') }
      : { code: findSoap(content, version, 'Code', 'Value'), reason: findSoap(content, version, 'Reason', 'Text') };
  const code = sent.code?.text.trim() ?? '';
  return { code: code.slice(code.lastIndexOf(':') + 1), reason: sent.reason?.text.trim() ?? '' };
}

function findSoap(content: XmlElement, version: SoapVersion, outer: string, inner: string): XmlElement | undefined {
  const parent = findChild(content, soapNamespaces[version], outer);
  return parent && findChild(parent, soapNamespaces[version], inner);
}
