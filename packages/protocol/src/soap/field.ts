import { ProtocolError } from '../errors.ts';
import type { XmlElement } from '../xml/document.ts';
import { escapeXmlText, isXmlText } from '../xml/escape.ts';

/** ERR_XML_CHARACTER when the value cannot be written in XML. */
export function writeField(name: string, value: string): string {
  if (!isXmlText(value)) throw new ProtocolError('ERR_XML_CHARACTER', {});
  return `<${name}>${escapeXmlText(value)}</${name}>`;
}

/** The text of a child; empty when there is none. ERR_SOAP_FIELD when it comes twice or holds elements: of two values neither is the one. */
export function readField(parent: XmlElement, namespace: string, name: string): string {
  const found = parent.children.filter((child) => child.namespace === namespace && child.local === name);
  if (found.length > 1 || found.some(({ children }) => children.length > 0)) throw new ProtocolError('ERR_SOAP_FIELD', { field: name });
  return found[0]?.text ?? '';
}
