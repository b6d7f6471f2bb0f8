/** What every sample's server calls due; the samples' own values, or others in their place. */
export interface Due {
  readonly patientId: string;
  readonly invoice: string;
  readonly balance: string;
}

export const due: Due = { patientId: 'P-10240', invoice: 'INV-2001', balance: '125.00' };

/** Text between two marks of a sample. */
function between(code: string, start: string, end: string): string {
  const from = code.indexOf(start) + start.length;
  const to = code.indexOf(end, from);
  if (from < start.length || to < 0) throw new Error(`the sample has no ${start} … ${end}`);
  return code.slice(from, to);
}

/** JSON as it is once names are quoted and no comma is left over. */
const parse = (text: string): unknown => JSON.parse(text.replaceAll(/,(\s*[}\]])/g, '$1'));
const quoted = (name: string, values: Due): string => JSON.stringify(values[name as keyof Due]);

/**
 * The body that a sample sends to create a session, read out of its text: a literal of the language, with the values that are `due`. Nothing of the
 * language is run, so that it works for those that are not on this machine.
 */
export const bodyOf: Readonly<Record<string, (code: string, values: Due) => unknown>> = {
  js: (code, values) =>
    parse(
      `{${between(code, 'JSON.stringify({', '}),')}}`
        .replaceAll(/due\.(\w+)/g, (_, name: string) => quoted(name, values))
        .replaceAll(/(\w+): /g, '"$1": ')
        .replaceAll("'", '"'),
    ),
  python: (code, values) =>
    parse(`{${between(code, 'body = {', '\n    }\n')}}`.replaceAll(/due\["(\w+)"\]/g, (_, name: string) => quoted(name, values))),
  php: (code, values) =>
    parse(
      `{${between(code, '$body = [', '\n    ];')}}`
        .replaceAll(/\$due\['(\w+)'\]/g, (_, name: string) => quoted(name, values))
        .replaceAll('[', '{')
        .replaceAll(']', '}')
        .replaceAll('=>', ':')
        .replaceAll("'", '"'),
    ),
  java: (code, values) => {
    const names = [...between(code, '.formatted(', ');').matchAll(/due\.(\w+)\(\)/g)].map(([, name]) => name!);
    return parse(between(code, '"""', '"""').replaceAll('"%s"', () => quoted(names.shift() ?? '', values)));
  },
  csharp: (code, values) =>
    parse(
      `{${between(code, 'JsonContent.Create(new\n    {', '});')}}`
        .replaceAll(/due\.(\w+)/g, (_, name: string) => quoted(name, values))
        .replaceAll(/(\w+) = /g, '"$1": ')
        .replaceAll('new {', '{'),
    ),
};
