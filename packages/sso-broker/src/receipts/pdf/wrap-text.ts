import { clustersOf } from '../plain-text.ts';
import { setLine, type SetLine, type TextStyle } from './set-line.ts';

/** Breaks a text into lines of at most `width` points: between words, and inside one that is longer than a line. */
export function wrapText(text: string, direction: 'ltr' | 'rtl' | 'auto', width: number, style: TextStyle): readonly SetLine[] {
  const paragraph = direction === 'auto' ? directionOf(text) : direction;
  const widths = new Map<string, number>();
  const widthOf = (part: string): number => {
    const known = widths.get(part) ?? setLine(part.trimEnd(), paragraph, style).width;
    widths.set(part, known);
    return known;
  };
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const add = (part: string, partWidth: number): void => {
    if (used + partWidth > width && line !== '') {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += part;
    used += partWidth;
  };
  const space = setLine(' ', paragraph, style).width;
  for (const word of text.match(/\S+\s*/gu) ?? []) {
    const wordWidth = widthOf(word);
    if (wordWidth <= width) add(word, wordWidth);
    else for (const cluster of clustersOf(word)) add(cluster, widthOf(cluster));
    if (/\s$/u.test(word)) used += space;
  }
  return [...lines, line].map((each) => setLine(each.trimEnd(), paragraph, style));
}

/** Rules P2 and P3: of its first letter that has one. */
const directionOf = (text: string): 'ltr' | 'rtl' => (/^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text) ? 'rtl' : 'ltr');
