import { SaxesParser } from 'saxes';

/** What a judge made of a Response it accepted. */
export interface Reading {
  readonly nameId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Software that is not ours, in the ServiceProvider's place: reads a Response, or throws because it refuses it. */
export interface Judge {
  readonly name: string;
  readonly read: (xml: string) => Promise<Reading>;
}

/** Whether a judge takes a Response, for tests in which the reason is the judge's own. */
export async function verdict(judge: Judge, xml: string): Promise<'accepted' | 'refused'> {
  return judge.read(xml).then(
    () => 'accepted' as const,
    () => 'refused' as const,
  );
}

/** Reads the values out of an Assertion that a judge has returned as text. */
export function readAssertion(assertion: string): Reading {
  const attributes: Record<string, string> = {};
  let nameId = '';
  let text = '';
  let attributeName = '';
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    text = '';
    if (tag.name === 'saml:Attribute') attributeName = tag.attributes['Name'] ?? '';
  });
  parser.on('text', (content) => {
    text += content;
  });
  parser.on('closetag', (tag) => {
    if (tag.name === 'saml:AttributeValue') attributes[attributeName] = text;
    if (tag.name === 'saml:NameID') nameId = text;
  });
  parser.write(assertion).close();
  return { nameId, attributes };
}
