import { ReaderError } from '../reader-error.ts';
import { maxMessageBytes, MessageBuffer } from './message-buffer.ts';

/** A notification of MagTek's V5 readers: what it is about, and its data. */
export interface V5Notification {
  readonly id: number;
  readonly data: Uint8Array;
}

/** Length of this part, offset of it, id and length of the whole, after a byte that is not used. */
const headBytes = 8;
const reportBytes = 63;
const partBytes = reportBytes - headBytes;

/** Cuts a notification into the reports that carry it. */
export function writeV5Reports({ id, data }: V5Notification): readonly Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (let offset = 0; offset === 0 || offset < data.length; offset += partBytes) {
    const part = data.subarray(offset, offset + partBytes);
    const report = new Uint8Array(reportBytes);
    report.set([0, part.length, offset >> 8, offset & 0xff, id >> 8, id & 0xff, data.length >> 8, data.length & 0xff]);
    report.set(part, headBytes);
    reports.push(report);
  }
  return reports;
}

/** Puts notifications together. Each report says where its part belongs; a part out of its place is refused. */
export class V5Assembler {
  readonly #data = new MessageBuffer();
  #id: number | undefined;
  #expected = 0;

  /** The notification that is whole now, if this report completes one. ERR_READER_GARBLED for a report that cannot come here. */
  receive(report: Uint8Array): V5Notification | undefined {
    try {
      return this.#follow(report);
    } catch (error) {
      this.clear();
      throw error;
    }
  }

  clear(): void {
    this.#data.clear();
    this.#id = undefined;
    this.#expected = 0;
  }

  #follow(report: Uint8Array): V5Notification | undefined {
    const [, length = 0] = report;
    const offset = word(report, 2);
    const id = word(report, 4);
    const whole = word(report, 6);
    const first = offset === 0;
    if (report.length < headBytes + length || whole > maxMessageBytes || offset + length > whole) throw garbled();
    // A part without bytes brings nothing on, and would be waited for for ever.
    if (length === 0 && whole > 0) throw garbled();
    if (first ? this.#id !== undefined : this.#id !== id || this.#data.length !== offset || this.#expected !== whole) throw garbled();
    this.#id = id;
    this.#expected = whole;
    this.#data.append(report.subarray(headBytes, headBytes + length));
    if (this.#data.length < whole) return undefined;
    const data = this.#data.peek().slice();
    this.clear();
    return { id, data };
  }
}

const word = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

const garbled = () => new ReaderError('ERR_READER_GARBLED');
