import { SaxesParser } from 'saxes';
import { ProtocolError, type ProtocolErrorCode, type ProtocolErrorDetails } from '../errors.ts';

/** An element by its expanded name: prefixes are spelling, the namespace URI is identity (Namespaces in XML 1.0, 2.1). */
export interface XmlElement {
  /** Empty for no namespace. */
  readonly namespace: string;
  readonly local: string;
  readonly children: readonly XmlElement[];
  /** All character data directly within, across comments and CDATA sections, so that a comment cannot cut a value short. */
  readonly text: string;
}

/** The first child of that expanded name. */
export function findChild(parent: XmlElement, namespace: string, local: string): XmlElement | undefined {
  return parent.children.find((child) => child.namespace === namespace && child.local === local);
}

/** Caps: none of the documents read here comes near them. */
export const xmlLimits = { maxBytes: 65_536, maxDepth: 32, maxNodes: 5_000, maxAttributes: 256 } as const;

type Growing = { namespace: string; local: string; children: Growing[]; text: string };

/**
 * Reads a whole document, in UTF-8, without a document type: no entity but XML's own five exists here.
 *
 * ERR_XML_TOO_LARGE, ERR_XML_NOT_UTF8 (also: another encoding declared), ERR_XML_DOCTYPE, ERR_XML_TOO_DEEP,
 * ERR_XML_TOO_MANY_NODES (elements, texts, comments and instructions together), ERR_XML_TOO_MANY_ATTRIBUTES,
 * ERR_XML_NOT_WELL_FORMED.
 */
export function readXml(body: string | Uint8Array): XmlElement {
  const text = readText(body);
  const parser = new SaxesParser({ xmlns: true, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const document: Growing = { namespace: '', local: '', children: [], text: '' };
  const open = [document];
  const { maxDepth, maxNodes, maxAttributes } = xmlLimits;
  const countNode = counter(maxNodes, () => refuse('ERR_XML_TOO_MANY_NODES', { maxNodes }));
  const countAttribute = counter(maxAttributes, () => refuse('ERR_XML_TOO_MANY_ATTRIBUTES', { maxAttributes }));
  const append = (data: string) => {
    countNode();
    const parent = open.at(-1);
    if (parent !== undefined) parent.text += data;
  };
  parser.on('error', () => refuse('ERR_XML_NOT_WELL_FORMED', {}));
  parser.on('doctype', () => refuse('ERR_XML_DOCTYPE', {}));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') refuse('ERR_XML_NOT_UTF8', {});
  });
  parser.on('attribute', countAttribute);
  parser.on('opentagstart', () => {
    countNode();
    if (open.length > maxDepth) refuse('ERR_XML_TOO_DEEP', { maxDepth });
  });
  parser.on('opentag', ({ uri, local }) => {
    const element: Growing = { namespace: uri, local, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('comment', countNode);
  parser.on('processinginstruction', countNode);
  parser.write(text).close();
  return document.children[0] ?? refuse('ERR_XML_NOT_WELL_FORMED', {});
}

function counter(limit: number, refuseMore: () => never): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count > limit) refuseMore();
  };
}

function refuse<Code extends ProtocolErrorCode>(code: Code, details: ProtocolErrorDetails<Code>): never {
  throw new ProtocolError(code, details);
}

/** Size, encoding and document type are judged on the raw bytes, before any parser sees them. */
function readText(body: string | Uint8Array): string {
  const { maxBytes } = xmlLimits;
  if ((typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength) > maxBytes)
    throw new ProtocolError('ERR_XML_TOO_LARGE', { maxBytes });
  const text = typeof body === 'string' ? body : decodeUtf8(body);
  if (!text.isWellFormed() || text.includes('\0')) throw new ProtocolError('ERR_XML_NOT_UTF8', {});
  if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(text)) throw new ProtocolError('ERR_XML_DOCTYPE', {});
  return text;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProtocolError('ERR_XML_NOT_UTF8', {});
  }
}
