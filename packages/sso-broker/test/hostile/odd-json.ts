/** JSON that is right as JSON and wrong as a body, and what two parsers read in two ways. */
const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
export const odd: readonly string[] = [
  deep(10_000),
  `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
  '['.repeat(60_000),
  '{"__proto__":{"screen":"simple-collect"}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"\\u005f_proto__":{"polluted":true}}',
  '{"patient":{"id":"P","__proto__":{"polluted":true}}}',
  '{"patient":{"id":"P","constructor":{"prototype":{"polluted":true}}}}',
  `{"toString":1,"valueOf":1,"hasOwnProperty":1}`,
  `{"a":"${'\\u0000'.repeat(1_000)}"}`,
  '{"a":"\\uD800"}',
  '{"a":"\\uDFFF\\uD800"}',
  '\uFEFF{"a":1}',
  '{"a":1}\u0000',
  `{"a":${'9'.repeat(50_000)}}`,
  '{"a":1e999999}',
  '{"a":-0}',
  `{${Array.from({ length: 5_000 }, (_, index) => `"k${index}":1`).join(',')}}`,
];

/** A text in every field that keeps one. */
export const texts = (text: string) => ({
  patient: { id: text, firstName: text, lastName: text },
  staff: { id: text, name: text },
  invoice: text,
  options: { cardHolderName: text },
  metadata: { text },
});
