import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap.mjs';
import { testNames } from './test-names.ts';

/** One numbered part of a document that links to the tests which prove it. */
export interface LinkedSection {
  readonly number: number;
  readonly text: string;
  readonly tests: readonly { readonly file: string; readonly link: string; readonly name: string }[];
  /** What the section says is not there, after "Open:". */
  readonly open: string | undefined;
}

/** The `### n.` sections of a document in docs, with their lists of tests. */
export function readLinkedSections(document: string): readonly LinkedSection[] {
  return readFileSync(join(root, 'docs', document), 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((section) => ({
      number: Number(/^\d+/.exec(section)?.[0]),
      text: section,
      tests: [...section.matchAll(/^- \[(?<file>\S+)\]\(\.\.\/(?<link>\S+)\): `(?<name>.+)`$/gm)].map(
        ({ groups }) => groups as unknown as LinkedSection['tests'][number],
      ),
      open: /^\*\*Open:\*\* (.+)$/m.exec(section)?.[1],
    }));
}

/** The links that lead to no test of that name, and the lines of lists that are no link. */
export function brokenLinks(sections: readonly LinkedSection[]): readonly string[] {
  const read = new Map<string, readonly string[]>();
  const namesIn = (file: string): readonly string[] => {
    const path = join(root, file);
    const names = read.get(file) ?? (existsSync(path) ? testNames(file, readFileSync(path, 'utf8')) : []);
    read.set(file, names);
    return names;
  };
  return sections.flatMap(({ number, text, tests }) => {
    const lines = text.match(/^- .*$/gm) ?? [];
    return [
      ...tests.filter(({ file, link, name }) => file !== link || !namesIn(file).includes(name)).map(({ file, name }) => `${file}: ${name}`),
      ...(lines.length === tests.length ? [] : [`section ${number}: ${lines.length} lines, ${tests.length} of them read as tests`]),
    ];
  });
}
