import bidiFactory from 'bidi-js';
import { clustersOf } from '../plain-text.ts';
import { faceOf, type Face, type Weight } from './faces.ts';

// Its types are of the module that it is not when Node loads it.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();

/** What stands for a character that no font has. */
const unknownCharacter = '\uFFFD';

/** Characters of one face and one direction, drawn at once. */
export interface Run {
  /** As the face is to be given it: in the order of reading where its script is written from right to left, else in that of drawing. */
  readonly text: string;
  readonly face: Face;
  readonly width: number;
}

/** One line, ready to be drawn from left to right. */
export interface SetLine {
  /** What it says, in the order of reading. */
  readonly text: string;
  readonly runs: readonly Run[];
  readonly width: number;
  /** Whether its glyphs, read in their order, are not its text. */
  readonly isTurned: boolean;
}

export interface TextStyle {
  readonly weight: Weight;
  /** In points. */
  readonly size: number;
}

const widthOf = (text: string, { font, features }: Face, size: number): number =>
  (font.layout(text, features).advanceWidth / font.unitsPerEm) * size;

/** Marks of direction have done their work once the levels are known. */
const isInvisible = (cluster: string): boolean => /^[\u200E\u200F\u061C]+$/.test(cluster);

/** Sets one line of a paragraph of that direction: by the Unicode Bidirectional Algorithm, each character in a face that has it. */
export function setLine(text: string, direction: 'ltr' | 'rtl' | 'auto', { weight, size }: TextStyle): SetLine {
  const embedding = bidi.getEmbeddingLevels(text, direction);
  const pieces = piecesOf(text, embedding.levels, weight);
  const runs = visualOrder(pieces).map(({ letters, level, face }) => {
    const reading = letters.join('');
    const odd = level % 2 === 1;
    // A face turns its own right-to-left scripts around by itself; what has no direction of its own is turned here.
    const drawn = odd && !isRightToLeft(reading) ? mirrored(letters).toReversed().join('') : odd ? mirrored(letters).join('') : reading;
    return { text: drawn, face, width: widthOf(drawn, face, size) };
  });
  const isTurned = embedding.levels.some((level) => level > 0) || text.includes(unknownCharacter);
  return {
    text,
    runs,
    width: runs.reduce((sum, run) => sum + run.width, 0),
    isTurned: isTurned || pieces.some(({ isUnknown }) => isUnknown),
  };
}

interface Piece {
  readonly letters: string[];
  readonly level: number;
  readonly face: Face;
  readonly isUnknown: boolean;
}

function piecesOf(text: string, levels: Uint8Array, weight: Weight): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const cluster of clustersOf(text)) {
    const level = levels[at] ?? 0;
    at += cluster.length;
    if (isInvisible(cluster)) continue;
    const last = pieces.at(-1);
    const known = faceOf(cluster, weight, last?.face);
    const face = known ?? faceOf(unknownCharacter, weight, undefined);
    if (face === undefined) continue;
    const letter = known === undefined ? unknownCharacter : cluster;
    const isUnknown = known === undefined;
    const isRtl = isRightToLeft(cluster);
    // Digits and Latin letters beside Arabic ones are of another level already; a face is asked for one script at a time.
    if (
      last !== undefined &&
      last.face === face &&
      last.level === level &&
      (level % 2 === 0 || isRtl === isRightToLeft(last.letters.join('')) || isNeutral(cluster))
    )
      last.letters.push(letter);
    else pieces.push({ letters: [letter], level, face, isUnknown });
  }
  return pieces;
}

const isRightToLeft = (text: string): boolean => /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text);
const isNeutral = (cluster: string): boolean => /^[\p{P}\p{S}\p{Z}]/u.test(cluster);

const mirrored = (letters: readonly string[]): readonly string[] => letters.map((letter) => bidi.getMirroredCharacter(letter) ?? letter);

/** Rule L2: from the highest level down to the lowest odd one, what is on that level or above is turned around. */
function visualOrder(pieces: readonly Piece[]): readonly Piece[] {
  const ordered = [...pieces];
  const highest = Math.max(0, ...pieces.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) {
    for (let from = 0; from < ordered.length; from += 1) {
      let to = from;
      while (to < ordered.length && (ordered[to]?.level ?? 0) >= level) to += 1;
      ordered.splice(from, to - from, ...ordered.slice(from, to).toReversed());
      from = Math.max(from, to);
    }
  }
  return ordered;
}
