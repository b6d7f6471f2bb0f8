import { concat, type CardEntry } from '@collect-payment/protocol/card-data';
import { V5Assembler, type V5Notification } from '../framing/v5-reports.ts';
import { ReaderError } from '../reader-error.ts';
import { dollars, encodeAmount } from './amounts.ts';
import { textOf } from './mms.ts';
import type { Dialect, Packet, ReaderMessage } from './reader-message.ts';

/** Extended commands and notifications of MagTek's V5 readers, as its public demo sends them; inferred where that is silent. */
const command = { start: 0x0300, respond: 0x0303, cancel: 0x0304 } as const;
const notification = { progress: 0x0300, read: 0x0303, result: 0x0304 } as const;
const extended = 0x49;
const property = 0x00;
const propertyOf = { firmware: 0x00, serialNumber: 0x03 } as const;
const featureBytes = 60;
const swipeReport = 1;
const commandHeadBytes = 8;

const progress: Readonly<Record<number, ReaderMessage['type']>> = {
  0x01: 'inserted',
  0x02: 'fallback',
  0x03: 'processing',
  0x05: 'timedOut',
  0x06: 'completed',
  0x07: 'canceled',
  0x08: 'removed',
};

/** The dialect of eDynamo, mDynamo, tDynamo and iDynamo: commands by feature reports, notifications by input reports. */
export class V5Dialect implements Dialect {
  readonly #assembler = new V5Assembler();
  /** Which property was asked for last: the answer does not say. */
  #asked: readonly number[] = [];

  identify(): readonly (readonly Packet[])[] {
    return [propertyOf.serialNumber, propertyOf.firmware].map((which) => {
      this.#asked = [...this.#asked, which];
      return [feature(Uint8Array.of(property, 1, which))];
    });
  }

  start(requestedCents: number, timeoutSeconds: number): readonly Packet[] {
    const ways = 0x07;
    const purchase = Uint8Array.of(Math.min(timeoutSeconds, 0xff), ways, 0x00);
    return extendedCommand(
      command.start,
      concat([purchase, encodeAmount(requestedCents), Uint8Array.of(0x00), encodeAmount(0), dollars, Uint8Array.of(0x02)]),
    );
  }

  respond(emvResponse: Uint8Array): readonly Packet[] {
    return extendedCommand(command.respond, emvResponse);
  }

  cancel(): readonly Packet[] {
    return extendedCommand(command.cancel, new Uint8Array());
  }

  receive(bytes: Uint8Array, channel: 'input' | 'feature', reportId: number): readonly ReaderMessage[] {
    if (channel === 'feature') return this.#followAnswer(bytes);
    // A swipe outside any transaction. Whether it is encrypted is not this dialect's to say.
    if (reportId === swipeReport) return [{ type: 'card', entry: 'swipe', data: bytes.slice() }];
    const whole = this.#assembler.receive(bytes);
    return whole === undefined ? [] : follow(whole);
  }

  clear(): void {
    this.#assembler.clear();
    this.#asked = [];
  }

  /** Result code, length, data. A result other than 0 (done), 0A or 0B (in parts) is a refusal. */
  #followAnswer(bytes: Uint8Array): readonly ReaderMessage[] {
    const [result = 0xff, length = 0] = bytes;
    if (bytes.length < 2 + length) throw new ReaderError('ERR_READER_GARBLED');
    const [asked, ...others] = this.#asked;
    if (asked === undefined) return result === 0 || result === 0x0a || result === 0x0b ? [] : [{ type: 'refused' }];
    this.#asked = others;
    const text = result === 0 ? textOf(bytes.subarray(2, 2 + length)) : undefined;
    if (text === undefined) return [{ type: 'identity' }];
    return [asked === propertyOf.serialNumber ? { type: 'identity', serialNumber: text } : { type: 'identity', firmwareVersion: text }];
  }
}

function follow({ id, data }: V5Notification): readonly ReaderMessage[] {
  switch (id) {
    case notification.read:
      return [{ type: 'processing' }, { type: 'card', entry: entryOf(data), data }];
    case notification.result:
      data.fill(0);
      return [{ type: 'completed' }];
    case notification.progress: {
      const known = progress[data[0] ?? 0];
      return known === undefined ? [] : [{ type: known } as ReaderMessage];
    }
    default:
      data.fill(0);
      return [];
  }
}

/** A read says itself how the card met the reader: DFDF52, card type 07 for a contactless chip, 05 for a chip with contacts. */
function entryOf(data: Uint8Array): CardEntry {
  for (let at = 0; at + 4 < data.length; at += 1) {
    if (data[at] !== 0xdf || data[at + 1] !== 0xdf || data[at + 2] !== 0x52 || data[at + 3] !== 0x01) continue;
    const type = data[at + 4];
    return type === 0x07 ? 'contactless' : type === 0x05 || type === 0x06 ? 'chip' : 'swipe';
  }
  return 'chip';
}

const feature = (bytes: Uint8Array): Packet => {
  const report = new Uint8Array(featureBytes);
  report.set(bytes);
  return { channel: 'feature', bytes: report };
};

/** An extended command in as many feature reports as its data takes: offset, command, whole length, part. */
function extendedCommand(id: number, data: Uint8Array): readonly Packet[] {
  const packets: Packet[] = [];
  const partBytes = featureBytes - commandHeadBytes - 1;
  for (let offset = 0; offset === 0 || offset < data.length; offset += partBytes) {
    const part = data.subarray(offset, offset + partBytes);
    const head = [extended, 6 + part.length, offset >> 8, offset & 0xff, id >> 8, id & 0xff, data.length >> 8, data.length & 0xff];
    packets.push(feature(concat([Uint8Array.from(head), part])));
  }
  return packets;
}
