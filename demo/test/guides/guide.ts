import { readFileSync } from 'node:fs';

/** The first block of a guide in that language, as it is printed. */
export function codeIn(guide: string, language: string): string {
  const text = readFileSync(new URL(`../../../docs/guides/${guide}.md`, import.meta.url), 'utf8');
  const [, code] = text.split(`\`\`\`${language}\n`);
  if (code === undefined) throw new Error(`docs/guides/${guide}.md has no ${language}`);
  return code.split('\n```')[0]!;
}
