// What JetBrains' editors complete and explain, from the manifest: https://plugins.jetbrains.com/docs/intellij/websymbols-web-types.html
const named = (list = []) => list.map(({ name, description }) => ({ name, description }));
const typed = (list = []) => list.map(({ name, description, type }) => ({ name, description, ...(type && { type: type.text }) }));

/** `web-types.json`, which the package names in its `web-types`. */
export function webTypes(elements, { name, version }) {
  const html = elements.map(({ tagName, description, attributes = [], events, slots, members = [] }) => ({
    name: tagName,
    description,
    attributes: attributes.map(({ type, ...attribute }) => ({
      name: attribute.name,
      description: attribute.description,
      value: { type: type.text },
    })),
    slots: named(slots),
    events: named(events),
    js: { properties: typed(members.filter(({ kind }) => kind === 'field')), events: typed(events) },
  }));
  const parts = elements.flatMap(({ tagName, cssParts = [] }) =>
    cssParts.map((part) => ({ name: `part(${part.name})`, description: `\`${tagName}\`: ${part.description}` })),
  );
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: { elements: html },
      css: { properties: elements.flatMap(({ cssProperties }) => named(cssProperties)), 'pseudo-elements': parts },
    },
  };
}
