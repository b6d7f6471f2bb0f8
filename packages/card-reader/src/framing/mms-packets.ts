import { concat } from '@collect-payment/protocol/card-data';
import { ReaderError } from '../reader-error.ts';
import { maxMessageBytes, MessageBuffer } from './message-buffer.ts';

/** MagTek's newer readers cut their messages into packets of this size (DynaFlex Programmer's Manual, HID). */
export const mmsPacketBytes = 64;

const kind = { single: 0x00, head: 0x01, middle: 0x02, tail: 0x03, cancel: 0x04 } as const;
const headBytes = mmsPacketBytes - 5;
const middleBytes = mmsPacketBytes - 3;
const tailBytes = mmsPacketBytes - 2;

/** Cuts a message into packets: one `single`, or `head` with the whole length, `middle` numbered from 1, `tail` with its own length. */
export function writeMmsPackets(message: Uint8Array): readonly Uint8Array[] {
  if (message.length <= tailBytes) return [packet([kind.single, message.length], message)];
  const length = message.length;
  const packets = [packet([kind.head, 0, 0, length >> 8, length & 0xff], message.subarray(0, headBytes))];
  let at = headBytes;
  for (let number = 1; length - at > tailBytes; number += 1) {
    packets.push(packet([kind.middle, number >> 8, number & 0xff], message.subarray(at, at + middleBytes)));
    at += middleBytes;
  }
  packets.push(packet([kind.tail, length - at], message.subarray(at)));
  return packets;
}

function packet(head: readonly number[], data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(mmsPacketBytes);
  whole.set(head);
  whole.set(data, head.length);
  return whole;
}

/** Puts messages together out of whatever comes: packets in pieces, several at once, or cut. */
export class MmsAssembler {
  /** What has come of the next packet. */
  readonly #incoming = new MessageBuffer();
  readonly #message = new MessageBuffer();
  /** The length that the head told, while a message is under way. */
  #expected: number | undefined;
  #number = 0;

  /** The messages that are whole now. ERR_READER_GARBLED for a packet that cannot come here; what was held is wiped then. */
  receive(bytes: Uint8Array): readonly Uint8Array[] {
    const messages: Uint8Array[] = [];
    try {
      // Piece by piece, so that no transfer, however long, is held whole.
      for (let at = 0; at < bytes.length; at += mmsPacketBytes) {
        this.#incoming.append(bytes.subarray(at, at + mmsPacketBytes));
        while (this.#incoming.length >= mmsPacketBytes) {
          const next = this.#incoming.take(mmsPacketBytes);
          const message = this.#follow(next);
          next.fill(0);
          if (message !== undefined) messages.push(message);
        }
      }
    } catch (error) {
      this.clear();
      for (const message of messages) message.fill(0);
      throw error;
    }
    return messages;
  }

  clear(): void {
    this.#incoming.clear();
    this.#drop();
  }

  #drop(): void {
    this.#message.clear();
    this.#expected = undefined;
    this.#number = 0;
  }

  #follow(next: Uint8Array): Uint8Array | undefined {
    const [type = kind.single, length = 0] = next;
    switch (type) {
      case kind.single:
        if (this.#expected !== undefined || length === 0 || length > tailBytes) throw garbled();
        return next.slice(2, 2 + length);
      case kind.head:
        return this.#begin(next);
      case kind.middle:
        return this.#go(next);
      case kind.tail:
        return this.#end(next, length);
      case kind.cancel:
        this.#drop();
        return undefined;
      default:
        throw garbled();
    }
  }

  #begin(next: Uint8Array): undefined {
    const expected = next.subarray(1, 5).reduce((sum, byte) => sum * 0x100 + byte, 0);
    if (this.#expected !== undefined || expected <= headBytes || expected > maxMessageBytes) throw garbled();
    this.#expected = expected;
    this.#message.append(next.subarray(5));
  }

  #go(next: Uint8Array): undefined {
    const number = ((next[1] ?? 0) << 8) | (next[2] ?? 0);
    // The last bytes come in a tail: a middle one that fills or overfills the message is none.
    if (number !== this.#number + 1 || this.#expected === undefined || this.#message.length + middleBytes >= this.#expected)
      throw garbled();
    this.#number = number;
    this.#message.append(next.subarray(3));
  }

  #end(next: Uint8Array, length: number): Uint8Array {
    if (this.#expected === undefined || length > tailBytes || this.#message.length + length !== this.#expected) throw garbled();
    const message = concat([this.#message.peek(), next.subarray(2, 2 + length)]);
    this.#drop();
    return message;
  }
}

const garbled = () => new ReaderError('ERR_READER_GARBLED');
