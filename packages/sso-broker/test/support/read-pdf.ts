import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What a reader gets of a PDF, by Mozilla's own. */
export interface ReadPdf {
  readonly pages: number;
  readonly language: unknown;
  readonly title: unknown;
  /** The kinds of what is tagged, in the order of reading. */
  readonly tags: readonly string[];
  /** Line by line, from the top; what stands at the two sides of a line is apart by ` | `. */
  readonly lines: readonly string[];
  /** In points, from the left, of everything that is written. */
  readonly edges: { readonly left: number; readonly right: number };
}

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const loading = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
  const document = await loading.promise;
  const { info } = await document.getMetadata();
  const known = info as Readonly<Record<string, unknown>>;
  const lines: string[] = [];
  const tags: string[] = [];
  const edges = { left: Infinity, right: 0 };
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const byHeight = new Map<number, Written[]>();
    for (const item of items) {
      // The reader fills the room between the two sides with a space of its own.
      if (!('str' in item) || item.str === '' || (item.str === ' ' && item.width > 8)) continue;
      const [, , , , x = 0, y = 0] = item.transform as readonly number[];
      edges.left = Math.min(edges.left, x);
      edges.right = Math.max(edges.right, x + item.width);
      const height = Math.round(y);
      byHeight.set(height, [...(byHeight.get(height) ?? []), { x, end: x + item.width, text: item.str }]);
    }
    lines.push(...[...byHeight].toSorted(([one], [other]) => other - one).map(([, written]) => joined(written)));
    tags.push(...kindsOf((await page.getStructTree()) as Node | null));
  }
  await loading.destroy();
  return { pages: document.numPages, language: known['Language'], title: known['Title'], tags, lines, edges };
}

interface Written {
  readonly x: number;
  readonly end: number;
  readonly text: string;
}

function joined(written: readonly Written[]): string {
  const ordered = written.toSorted((one, other) => one.x - other.x);
  return ordered.map(({ x, text }, at) => (at > 0 && x - (ordered[at - 1]?.end ?? 0) > 8 ? ` | ${text}` : text)).join('');
}

interface Node {
  readonly role?: string;
  readonly children?: readonly Node[];
}

const kindsOf = (node: Node | null): readonly string[] =>
  node === null ? [] : [...(node.role === undefined ? [] : [node.role]), ...(node.children ?? []).flatMap((child) => kindsOf(child))];
