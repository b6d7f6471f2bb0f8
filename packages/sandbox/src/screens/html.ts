/** Markup that is safe to send. Only `html` makes it, and `html` escapes whatever is not markup already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = Html | string | number | boolean | undefined | readonly HtmlValue[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** Escapes every value, in text and in quoted attributes. `true`, `false` and `undefined` write nothing, a list its members. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(literals.reduce((text, literal, index) => text + write(values[index - 1]) + literal));
}

function write(value: HtmlValue): string {
  if (value === undefined || typeof value === 'boolean') return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  return value instanceof Html ? value.text : value.map(write).join('');
}
