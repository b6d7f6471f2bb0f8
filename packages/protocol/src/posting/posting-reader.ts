import { ProtocolError } from '../errors.ts';
import { readPostingLine, type PostingLine } from './read-posting-line.ts';

/** A line that was read, or why it was not. Lines are counted from 1. */
export type ReadLine = { readonly line: number } & (PostingLine | { readonly type: 'unreadable'; readonly error: ProtocolError });

/** All fields of the longest layout at their longest, and as much again. */
export const maxPostingLineBytes = 8_192;

const newline = 0x0a;

/**
 * Reads a posting file from its bytes, in pieces of any size. Holds no more than one line. A line that is refused is told of, and the next is read:
 * one bad record hides none of the others.
 *
 * No source names the encoding. Each byte is read as one character, which loses nothing: what is kept of a record is ASCII.
 */
export class PostingReader {
  #rest: Uint8Array[] = [];
  #restBytes = 0;
  #line = 0;

  push(bytes: Uint8Array): readonly ReadLine[] {
    const lines: ReadLine[] = [];
    let from = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
      this.#keep(bytes.subarray(from, end));
      lines.push(this.#take());
      from = end + 1;
    }
    this.#keep(bytes.subarray(from));
    return lines;
  }

  /** The last line, where it has no end of its own. */
  end(): readonly ReadLine[] {
    return this.#restBytes === 0 ? [] : [this.#take()];
  }

  /** Copies: the piece is its giver's. Of a line that is too long only its length is kept. */
  #keep(bytes: Uint8Array): void {
    this.#restBytes += bytes.length;
    if (this.#restBytes > maxPostingLineBytes) this.#rest = [];
    else if (bytes.length > 0) this.#rest.push(bytes.slice());
  }

  #take(): ReadLine {
    this.#line += 1;
    const [line, bytes, length] = [this.#line, this.#rest, this.#restBytes];
    this.#rest = [];
    this.#restBytes = 0;
    if (length > maxPostingLineBytes)
      return { line, type: 'unreadable', error: new ProtocolError('ERR_POSTING_LINE_TOO_LONG', { line, maxBytes: maxPostingLineBytes }) };
    try {
      return { line, ...readPostingLine(textOf(bytes), line) };
    } catch (error) {
      if (error instanceof ProtocolError) return { line, type: 'unreadable', error };
      throw error;
    }
  }
}

const latin1 = new TextDecoder('latin1');

function textOf(pieces: readonly Uint8Array[]): string {
  const text = pieces.map((piece) => latin1.decode(piece)).join('');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
