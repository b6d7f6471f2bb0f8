// What VS Code completes and explains in HTML and CSS, from the manifest: https://code.visualstudio.com/api/extension-guides/custom-data-extension
const words = ({ text }) => (text.startsWith("'") ? text.split(' | ').map((word) => ({ name: word.replaceAll("'", '') })) : undefined);

/** For `html.customData`. */
export function htmlData(elements) {
  const tags = elements.map(({ tagName, description, attributes, events, slots = [] }) => ({
    name: tagName,
    description: [
      description,
      ...events.map((event) => `\`${event.name}\`: ${event.description}`),
      ...slots.map((slot) => `Slot \`${slot.name}\`: ${slot.description}`),
    ].join('\n\n'),
    attributes: attributes.map(({ name, description: text, type }) => {
      const values = words(type);
      return { name, description: text, ...(values && { values }) };
    }),
  }));
  return { version: 1.1, tags };
}

/** For `css.customData`. Custom properties are told there as properties; parts have no place but `::part()`. */
export function cssData(elements) {
  const properties = elements.flatMap(({ cssProperties = [] }) => cssProperties.map(({ name, description }) => ({ name, description })));
  const parts = elements.flatMap(({ tagName, cssParts = [] }) =>
    cssParts.map(({ name, description }) => `\`${tagName}::part(${name})\`: ${description}`),
  );
  return { version: 1.1, properties, pseudoElements: [{ name: '::part', description: parts.join('\n\n') }] };
}
