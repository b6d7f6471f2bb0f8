import { readXml } from '@collect-payment/protocol';
import { parseDomFromString } from '@node-saml/node-saml/lib/xml.js';

/** An element as the sandbox reads XML: names by namespace, text whole, comments gone. */
export interface XmlElement {
  readonly namespace: string;
  readonly localName: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All character data below the element: a comment inside a value does not cut it short. */
  readonly text: string;
}

/** The DOM of node-saml's parser, as far as it is used here. */
export interface DomElement {
  readonly nodeType: number;
  readonly namespaceURI: string | null;
  readonly localName: string | null;
  readonly textContent: string | null;
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  readonly childNodes: ArrayLike<DomElement>;
  /** Serialised. */
  toString(): string;
}

const elementNode = 1;

/**
 * Parses with the parser that also verifies signatures, so that what is read is what was verified. A strict parser goes first:
 * it refuses document types, and depths on which the lenient one takes minutes. @throws ProtocolError ERR_XML_*
 */
export async function parseXml(xml: string): Promise<DomElement> {
  readXml(xml);
  const document = (await parseDomFromString(xml)) as unknown as { readonly documentElement: DomElement | null };
  if (document.documentElement === null) throw new Error('no document element');
  return document.documentElement;
}

/** The element and all below it, as values. */
export function treeOf(element: DomElement): XmlElement {
  return {
    namespace: element.namespaceURI ?? '',
    localName: element.localName ?? '',
    attributes: new Map(Array.from(element.attributes, ({ name, value }) => [name, value])),
    children: elementsOf(element).map(treeOf),
    text: element.textContent ?? '',
  };
}

export const elementsOf = (element: DomElement): readonly DomElement[] =>
  Array.from(element.childNodes).filter(({ nodeType }) => nodeType === elementNode);

export const childrenNamed = (element: XmlElement | undefined, namespace: string, localName: string): readonly XmlElement[] =>
  (element?.children ?? []).filter((child) => child.namespace === namespace && child.localName === localName);

export const childNamed = (element: XmlElement | undefined, namespace: string, localName: string): XmlElement | undefined =>
  childrenNamed(element, namespace, localName)[0];

/** The element and everything below it. */
export const withDescendants = (element: XmlElement): readonly XmlElement[] => [element, ...element.children.flatMap(withDescendants)];
