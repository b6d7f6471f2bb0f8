import { ReaderError } from '../reader-error.ts';
import { maxMessageBytes, MessageBuffer } from './message-buffer.ts';

const start = 0x02;
const end = 0x03;
const acknowledged = 0x06;
const refused = 0x15;
const overheadBytes = 6;

/** What ID TECH's readers send: a body in a frame, or one byte that says whether a command was understood. */
export type NgaFrame = { readonly type: 'body'; readonly body: Uint8Array } | { readonly type: 'acknowledged' | 'refused' };

/** STX, length (low byte first), body, its XOR, its sum, ETX. */
export function writeNgaFrame(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(body.length + overheadBytes);
  frame.set([start, body.length & 0xff, body.length >> 8]);
  frame.set(body, 3);
  frame.set([xorOf(body), sumOf(body), end], 3 + body.length);
  return frame;
}

/** Cuts a frame into HID reports, the last one filled up with zeros. */
export function writeNgaReports(body: Uint8Array, reportBytes = 64): readonly Uint8Array[] {
  const frame = writeNgaFrame(body);
  return Array.from({ length: Math.ceil(frame.length / reportBytes) }, (_, index) => {
    const report = new Uint8Array(reportBytes);
    report.set(frame.subarray(index * reportBytes, (index + 1) * reportBytes));
    return report;
  });
}

/** Finds frames in whatever comes, across reports and several in one. Zeros between them fill up reports. */
export class NgaAssembler {
  readonly #incoming = new MessageBuffer();

  /** ERR_READER_GARBLED for a byte that starts nothing, a length that no reader sends, and a wrong check; what was held is wiped then. */
  receive(bytes: Uint8Array): readonly NgaFrame[] {
    const frames: NgaFrame[] = [];
    try {
      // Piece by piece, so that no transfer, however long, is held whole.
      for (let at = 0; at < bytes.length; at += 64) {
        this.#incoming.append(bytes.subarray(at, at + 64));
        for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
      }
    } catch (error) {
      this.clear();
      for (const frame of frames) if (frame.type === 'body') frame.body.fill(0);
      throw error;
    }
    return frames;
  }

  clear(): void {
    this.#incoming.clear();
  }

  #next(): NgaFrame | undefined {
    const filling = this.#incoming.peek().findIndex((byte) => byte !== 0);
    if (filling !== 0) this.#incoming.take(filling === -1 ? this.#incoming.length : filling);
    const [first, low, high] = this.#incoming.peek();
    if (first === undefined) return undefined;
    if (first === acknowledged || first === refused) {
      this.#incoming.take(1);
      return { type: first === acknowledged ? 'acknowledged' : 'refused' };
    }
    if (first !== start) throw garbled();
    if (low === undefined || high === undefined) return undefined;
    const length = low | (high << 8);
    if (length === 0 || length + overheadBytes > maxMessageBytes) throw garbled();
    if (this.#incoming.length < length + overheadBytes) return undefined;
    return { type: 'body', body: checked(this.#incoming.take(length + overheadBytes)) };
  }
}

function checked(frame: Uint8Array): Uint8Array {
  const body = frame.slice(3, -3);
  const [xor, sum, last] = frame.subarray(-3);
  frame.fill(0);
  if (last === end && xor === xorOf(body) && sum === sumOf(body)) return body;
  body.fill(0);
  throw garbled();
}

const xorOf = (bytes: Uint8Array): number => bytes.reduce((xor, byte) => xor ^ byte, 0);
const sumOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

const garbled = () => new ReaderError('ERR_READER_GARBLED');
