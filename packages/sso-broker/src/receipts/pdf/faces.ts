import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

/**
 * Fonts by script, in the order in which they are asked for a character. Arabic is IBM's: in Noto's the dots of letters are pieces of their own, so that
 * no reader of a PDF gets the letters back (docs/decisions/0032-receipts-as-pdf.md).
 */
const families = ['noto-sans', 'ibm-plex-sans-arabic', 'noto-sans-hebrew', 'noto-sans-thai', 'noto-sans-sc', 'noto-sans-kr'];

export type Weight = 400 | 700;

/** A file of a font: the part of it for some characters, in one weight. */
export interface Face {
  readonly path: string;
  readonly font: fontkit.Font;
  /** What is asked of its shaping, beside what it does by itself. */
  readonly features: Readonly<Record<string, boolean>>;
}

/**
 * Noto takes `ị` apart into an `i` without a dot and a dot, and `ỉ` into the same `i` and a hook; a reader could not tell which it had been. What is
 * composed already (plain-text.ts) has a glyph of its own.
 */
const kept = { ccmp: false };

/** Letters of which are composed: Latin, Greek and Cyrillic; of Devanagari none is. */
const composed = '@fontsource/noto-sans/';

const { resolve } = createRequire(import.meta.url);

interface Part {
  readonly name: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** The parts that a font comes in, by the ranges of Unicode that its package names (`U+0131,U+2000-206F`). */
function partsOf(family: string): readonly Part[] {
  const ranges = JSON.parse(readFileSync(resolve(`@fontsource/${family}/unicode.json`), 'utf8')) as Readonly<Record<string, string>>;
  return Object.entries(ranges).map(([part, list]) => ({
    name: `@fontsource/${family}/files/${family}-${part.replace(/[[\]]/g, '')}`,
    ranges: list.split(',').map((range) => {
      const [from = '', to = from] = range.slice('U+'.length).split('-');
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
    }),
  }));
}

const parts = families.flatMap(partsOf);
const opened = new Map<string, Face>();

function open(name: string, weight: Weight): Face {
  const path = resolve(`${name}-${weight}-normal.woff`);
  const face = opened.get(path) ?? {
    path,
    font: fontkit.create(readFileSync(path)) as fontkit.Font,
    features: name.startsWith(composed) ? kept : {},
  };
  opened.set(path, face);
  return face;
}

const has = ({ font }: Face, cluster: string): boolean =>
  Array.from(cluster).every((letter) => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0));

/** Found faces by cluster: a text of thousands of characters has few different ones. */
const found = new Map<string, Face | undefined>();
const mostFound = 10_000;

/** A face that has every character of the cluster, `before` where it can stay; undefined when there is none. */
export function faceOf(cluster: string, weight: Weight, before: Face | undefined): Face | undefined {
  if (before !== undefined && has(before, cluster)) return before;
  const key = `${weight} ${cluster}`;
  if (found.has(key)) return found.get(key);
  if (found.size >= mostFound) found.clear();
  const face = findFace(cluster, weight);
  found.set(key, face);
  return face;
}

function findFace(cluster: string, weight: Weight): Face | undefined {
  const first = cluster.codePointAt(0) ?? 0;
  for (const { name, ranges } of parts) {
    if (!ranges.some(([from, to]) => first >= from && first <= to)) continue;
    const face = open(name, weight);
    if (has(face, cluster)) return face;
  }
  return undefined;
}
