import { concat, encodeTlv, tlv, type CardEntry } from '@collect-payment/protocol/card-data';
import { NgaAssembler, writeNgaReports } from '../framing/nga-frames.ts';
import { dollars, encodeAmount } from './amounts.ts';
import { textOf } from './mms.ts';
import type { Dialect, Packet, ReaderMessage } from './reader-message.ts';

/** Commands of ID TECH's NGA protocol; inferred, for its manuals are not public. */
const command = {
  firmware: [0x78, 0x31],
  serialNumber: [0x78, 0x46, 0x02],
  start: [0x72, 0x46, 0x02],
  respond: [0x72, 0x46, 0x03],
  cancel: [0x72, 0x46, 0x05],
} as const;

/** First byte of what a reader sends by itself. */
const event = { progress: 0x60, read: 0x61, completed: 0x62, serialNumber: 0x63, firmware: 0x64 } as const;
const progress: Readonly<Record<number, ReaderMessage['type']>> = {
  0x01: 'inserted',
  0x02: 'removed',
  0x03: 'processing',
  0x04: 'fallback',
  0x05: 'timedOut',
  0x06: 'canceled',
  0x07: 'refused',
};
const entries: Readonly<Record<number, CardEntry>> = { 0x80: 'swipe', 0x05: 'chip', 0x07: 'contactless' };

/** The dialect of Augusta, SREDKey, SecuRED, SecureKey and SecureMag. */
export class NgaDialect implements Dialect {
  readonly #assembler = new NgaAssembler();

  identify(): readonly (readonly Packet[])[] {
    return [output(command.serialNumber), output(command.firmware)];
  }

  start(requestedCents: number, timeoutSeconds: number): readonly Packet[] {
    const objects = encodeTlv([tlv('9F02', encodeAmount(requestedCents)), tlv('9C', Uint8Array.of(0)), tlv('5F2A', dollars)]);
    return output(command.start, concat([Uint8Array.of(Math.min(timeoutSeconds, 0xff)), objects]));
  }

  respond(emvResponse: Uint8Array): readonly Packet[] {
    return output(command.respond, emvResponse);
  }

  cancel(): readonly Packet[] {
    return output(command.cancel);
  }

  receive(bytes: Uint8Array): readonly ReaderMessage[] {
    return this.#assembler.receive(bytes).flatMap((frame): readonly ReaderMessage[] => {
      if (frame.type !== 'body') return frame.type === 'refused' ? [{ type: 'refused' }] : [];
      const messages = follow(frame.body);
      frame.body.fill(0);
      return messages;
    });
  }

  clear(): void {
    this.#assembler.clear();
  }
}

function follow(body: Uint8Array): readonly ReaderMessage[] {
  const [kind = 0, second = 0] = body;
  switch (kind) {
    case event.read: {
      const entry = entries[second];
      return entry === undefined ? [{ type: 'refused' }] : [{ type: 'processing' }, { type: 'card', entry, data: body.slice(2) }];
    }
    case event.completed:
      return [{ type: 'completed' }];
    case event.progress: {
      const known = progress[second];
      return known === undefined ? [] : [{ type: known } as ReaderMessage];
    }
    case event.serialNumber:
      return [identity('serialNumber', body)];
    case event.firmware:
      return [identity('firmwareVersion', body)];
    default:
      return [];
  }
}

function identity(field: 'serialNumber' | 'firmwareVersion', body: Uint8Array): ReaderMessage {
  const text = textOf(body.subarray(1));
  return text === undefined ? { type: 'identity' } : { type: 'identity', [field]: text };
}

const output = (name: readonly number[], data: Uint8Array = new Uint8Array()): readonly Packet[] =>
  writeNgaReports(concat([Uint8Array.from(name), data])).map((bytes) => ({ channel: 'output', bytes }));
