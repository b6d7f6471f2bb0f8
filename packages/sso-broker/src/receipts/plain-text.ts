/** Characters of one place: a letter and its marks. More marks than any script puts on a letter reach into other lines. */
const longestCluster = 5;

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What is read as one character. */
export const clustersOf = (text: string): readonly string[] => Array.from(clusters.segment(text), ({ segment }) => segment);

/**
 * A text of others, as it can be set in a line: composed, every kind of space a space, and without what is no letter but an order to whoever draws
 * it, control characters and those that turn the reading direction around. At most `longest` characters.
 */
export function plainText(text: string, longest: number): string {
  // Cut first: nothing of what follows takes longer for a longer text.
  const kept = text
    .slice(0, longest * longestCluster)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Zs}]/gu, ' ')
    // Joiners are letters' own: without them words of Persian and Hindi are others.
    .replace(/[\p{Cc}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?![\u200C\u200D])\p{Cf}/gu, '')
    .trim();
  const places = clustersOf(kept).map((cluster) => Array.from(cluster).slice(0, longestCluster).join(''));
  return places.length > longest ? `${places.slice(0, longest - 1).join('')}…` : places.join('');
}
