import { tlvLimits, wipe } from '@collect-payment/protocol/card-data';
import { ReaderError } from '../reader-error.ts';

/** The longest message of any reader, with room. */
export const maxMessageBytes = tlvLimits.maxBytes;

/** Puts a message together out of its pieces. Never holds more than `maxMessageBytes`, and leaves nothing behind. */
export class MessageBuffer {
  #bytes = new Uint8Array(512);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** ERR_READER_GARBLED, and an empty buffer, when the message would become too long. */
  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > maxMessageBytes) {
      this.clear();
      throw new ReaderError('ERR_READER_GARBLED');
    }
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  /** A look at what is there. It is overwritten by the next change. */
  peek(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The first bytes as a piece of their own; the rest stays. */
  take(count: number): Uint8Array {
    const taken = this.#bytes.slice(0, count);
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= taken.length;
    wipe(this.#bytes.subarray(this.#length));
    return taken;
  }

  clear(): void {
    wipe(this.#bytes);
    this.#length = 0;
  }

  #grow(length: number): void {
    const larger = new Uint8Array(Math.min(maxMessageBytes, Math.max(length, 2 * this.#bytes.length)));
    larger.set(this.peek());
    wipe(this.#bytes);
    this.#bytes = larger;
  }
}
