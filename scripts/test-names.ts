import { parseSync, Visitor } from 'oxc-parser';

const tests = /^(?:test|it)(?:\.(?:each|for|runIf)\b[^]*)?$/;

/** The names of a file's tests as they are written: `%s` and `${…}` stay. A test that is skipped or only planned has no name here. */
export function testNames(file: string, source: string): readonly string[] {
  const names: string[] = [];
  const { program } = parseSync(file, source);
  new Visitor({
    CallExpression({ callee, arguments: [name] }) {
      if (name === undefined || !tests.test(source.slice(callee.start, callee.end))) return;
      if (name.type === 'Literal' && typeof name.value === 'string') names.push(name.value);
      else if (name.type === 'TemplateLiteral') names.push(source.slice(name.start + 1, name.end - 1));
    },
  }).visit(program);
  return names;
}
