import {
  concat,
  decodeHex,
  decodeTlv,
  encodeHex,
  encodeTlv,
  findValue,
  tlv,
  type CardEntry,
  type Tlv,
} from '@collect-payment/protocol/card-data';
import { MmsAssembler, writeMmsPackets } from '../framing/mms-packets.ts';
import { ReaderError } from '../reader-error.ts';
import { dollars, encodeAmount } from './amounts.ts';
import type { Dialect, Packet, ReaderMessage } from './reader-message.ts';

/** Commands and notifications of the DynaFlex Programmer's Manual; the payloads are inferred from it and from MagTek's public demo. */
const command = { start: 0x1001, resume: 0x1004, cancel: 0x1008, property: 0xd101 } as const;
const notification = { transaction: 0x0101, complete: 0x0105 } as const;
const messageStart = [0xaa, 0x00] as const;
const messageType = { request: 0x01, response: 0x82, notification: 0x83 } as const;
const failed = 0x80;

const entries: Readonly<Record<number, CardEntry>> = { 0x08: 'swipe', 0x10: 'chip', 0x20: 'contactless' };
const details: Readonly<Record<string, ReaderMessage['type']>> = {
  '010100': 'inserted',
  '010200': 'inserted',
  '010300': 'removed',
  '010400': 'inserted',
  '020100': 'fallback',
  '020601': 'refused',
  '020602': 'refused',
};
const read = '080202';

/** Where a reader keeps its serial number and its firmware's name (its properties 1.1 and 1.2 of device information). */
const serialNumberAt = 'E108E106E104E102C100';
const firmwareAt = 'E208E206E204E202C200';

interface Message {
  readonly type: number;
  readonly id: number;
  readonly detail: Uint8Array;
  readonly payload: Uint8Array;
}

/** The dialect of DynaFlex and DynaProx, by WebHID or, on an interface of their own class, by WebUSB. */
export class MmsDialect implements Dialect {
  readonly #assembler = new MmsAssembler();
  #reference = 0;

  identify(): readonly (readonly Packet[])[] {
    const ask = (property: string) => this.#request(command.property, decodeHex(`81072B06010401F609850102890A${property}`));
    return [ask(serialNumberAt), ask(firmwareAt)];
  }

  start(requestedCents: number, timeoutSeconds: number): readonly Packet[] {
    const transaction = encodeTlv([
      tlv('9C', Uint8Array.of(0x00)),
      tlv('9F02', encodeAmount(requestedCents)),
      tlv('9F03', encodeAmount(0)),
      tlv('5F2A', dollars),
    ]);
    // All three ways to a card, and an end that waits for the issuer's answer.
    const ways = tlv('A3', [tlv('81', Uint8Array.of(1)), tlv('82', Uint8Array.of(1)), tlv('83', Uint8Array.of(1))]);
    return this.#request(
      command.start,
      encodeTlv([
        tlv('82', Uint8Array.of(Math.min(timeoutSeconds, 0xff))),
        ways,
        tlv('84', Uint8Array.of(0x00, 0x03)),
        tlv('86', transaction),
      ]),
    );
  }

  respond(emvResponse: Uint8Array): readonly Packet[] {
    return this.#request(command.resume, encodeTlv([tlv('81', emvResponse)]));
  }

  cancel(): readonly Packet[] {
    return this.#request(command.cancel, new Uint8Array());
  }

  receive(bytes: Uint8Array): readonly ReaderMessage[] {
    const messages = this.#assembler.receive(bytes);
    try {
      return messages.flatMap((message) => follow(readMessage(message)));
    } finally {
      for (const message of messages) message.fill(0);
    }
  }

  clear(): void {
    this.#assembler.clear();
  }

  #request(id: number, payload: Uint8Array): readonly Packet[] {
    this.#reference = (this.#reference % 0xff) + 1;
    const information = Uint8Array.of(messageType.request, this.#reference, id >> 8, id & 0xff);
    const named = concat([Uint8Array.of(id >> 8, id & 0xff), payload]);
    const message = concat([Uint8Array.from(messageStart), encodeTlv([tlv('81', information), tlv('84', named)])]);
    return writeMmsPackets(message).map((bytes) => ({ channel: 'output', bytes }));
  }
}

function readMessage(bytes: Uint8Array): Message {
  if (bytes[0] !== messageStart[0]) throw new ReaderError('ERR_READER_GARBLED');
  const parts = decode(bytes.subarray(2));
  const information = findValue(parts, '81');
  const payload = findValue(parts, '84') ?? new Uint8Array();
  const detail = findValue(parts, '82') ?? new Uint8Array();
  if (information === undefined || information.length < 4) throw new ReaderError('ERR_READER_GARBLED');
  const [type = 0, , high = 0, low = 0] = information;
  // A payload is named once more by its own first two bytes.
  return { type, id: (high << 8) | low, detail, payload: payload.subarray(2) };
}

function follow({ type, id, detail, payload }: Message): readonly ReaderMessage[] {
  if (type === messageType.response) return followResponse(id, detail, payload);
  if (type !== messageType.notification) throw new ReaderError('ERR_READER_GARBLED');
  if (id === notification.complete) return [followEnd(detail)];
  if (id !== notification.transaction) return [];
  const entry = entries[detail[0] ?? 0];
  const what = encodeHex(detail.subarray(1));
  if (what === read && entry !== undefined) {
    const data = findValue(decode(payload), '84');
    if (data === undefined) throw new ReaderError('ERR_READER_GARBLED');
    return [{ type: 'processing' }, { type: 'card', entry, data: data.slice() }];
  }
  const known = details[what];
  return known === undefined ? [] : [{ type: known } as ReaderMessage];
}

function followResponse(id: number, detail: Uint8Array, payload: Uint8Array): readonly ReaderMessage[] {
  if (id === command.property) {
    const answer = findValue(decode(payload), '89');
    const properties = answer === undefined ? [] : decode(answer);
    const serialNumber = textOf(findValue(properties, 'C1'));
    const firmwareVersion = textOf(findValue(properties, 'C2'));
    return [{ type: 'identity', ...(serialNumber && { serialNumber }), ...(firmwareVersion && { firmwareVersion }) }];
  }
  return id === command.start && (detail[0] ?? 0) >= failed ? [{ type: 'refused' }] : [];
}

function followEnd(detail: Uint8Array): ReaderMessage {
  const [, , group, reason] = detail;
  if (group === 0x03 && reason === 0x01) return { type: 'timedOut' };
  if (group === 0x03 && reason === 0x02) return { type: 'canceled' };
  return { type: 'completed' };
}

/** The objects of a part of a message; what is no TLV is no message. */
function decode(bytes: Uint8Array): readonly Tlv[] {
  try {
    return decodeTlv(bytes);
  } catch {
    throw new ReaderError('ERR_READER_GARBLED');
  }
}

/** Printable text, or nothing: it is shown to people and sent as a field. */
export function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined || bytes.length > 50 || bytes.some((byte) => byte < 0x20 || byte > 0x7e)) return undefined;
  return String.fromCharCode(...bytes).trim() || undefined;
}
