import { concat, decodeTlv, encodeHex, encodeTlv, findValue, tlv, type CardEntry } from '@collect-payment/protocol/card-data';
import { MmsAssembler, writeMmsPackets } from '../../framing/mms-packets.ts';
import type { DeviceMessage, Firmware, HostCommand } from './firmware.ts';

const technology: Readonly<Record<CardEntry, number>> = { swipe: 0x08, chip: 0x10, contactless: 0x20 };
const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A DynaFlex, as its Programmer's Manual has it. */
export function createMmsFirmware(): Firmware {
  const assembler = new MmsAssembler();
  return {
    channel: 'output',
    inputReportId: 1,
    outputReportId: 1,
    featureReportId: 0,
    receive: (report) => assembler.receive(report).flatMap(readCommand),
    write: (message) => writeMmsPackets(writeMessage(message)),
  };
}

function readCommand(message: Uint8Array): readonly HostCommand[] {
  const objects = decodeTlv(message.subarray(2));
  const id = encodeHex((findValue(objects, '81') ?? new Uint8Array()).subarray(2));
  const payload = (findValue(objects, '84') ?? new Uint8Array()).subarray(2);
  switch (id) {
    case 'D101':
      return [{ type: encodeHex(payload).endsWith('C200') ? 'firmware' : 'serialNumber' }];
    case '1001': {
      const transaction = decodeTlv(findValue(decodeTlv(payload), '86') ?? new Uint8Array());
      return [{ type: 'start', requestedCents: Number(encodeHex(findValue(transaction, '9F02') ?? new Uint8Array())) }];
    }
    case '1004':
      return [{ type: 'respond', emvResponse: (findValue(decodeTlv(payload), '81') ?? new Uint8Array()).slice() }];
    case '1008':
      return [{ type: 'cancel' }];
    default:
      return [];
  }
}

const transaction = (...detail: readonly number[]) => notification(0x0101, detail);

function writeMessage(message: DeviceMessage): Uint8Array {
  switch (message.type) {
    case 'inserted':
      return transaction(0x10, 0x01, 0x02, 0x00);
    case 'removed':
      return transaction(0x10, 0x01, 0x03, 0x00);
    case 'fallback':
      return transaction(0x10, 0x02, 0x01, 0x00);
    case 'unreadable':
      return transaction(0x10, 0x02, 0x06, 0x01);
    case 'read':
      return notification(0x0101, [technology[message.entry], 0x08, 0x02, 0x02], encodeTlv([tlv('84', message.data)]));
    case 'completed':
      return notification(0x0105, [0x00, 0x00, 0x00, 0x00]);
    case 'timedOut':
      return notification(0x0105, [0x00, 0x00, 0x03, 0x01]);
    case 'canceled':
      return notification(0x0105, [0x00, 0x00, 0x03, 0x02]);
    case 'refused':
      return response(0x1001, [0x80, 0x02, 0x03, 0x08]);
    case 'serialNumber':
    case 'firmware': {
      const property = tlv(message.type === 'firmware' ? 'C2' : 'C1', ascii(message.text));
      return response(0xd101, [0, 0, 0, 0], encodeTlv([tlv('89', encodeTlv([property]))]));
    }
    default:
      return message satisfies never;
  }
}

const notification = (id: number, detail: readonly number[], payload: Uint8Array = new Uint8Array()) => write(0x83, id, detail, payload);
const response = (id: number, status: readonly number[], payload: Uint8Array = new Uint8Array()) => write(0x82, id, status, payload);

function write(type: number, id: number, detail: readonly number[], payload: Uint8Array): Uint8Array {
  const name = [id >> 8, id & 0xff];
  const objects = [tlv('81', Uint8Array.of(type, 0, ...name)), tlv('82', Uint8Array.from(detail))];
  const named = payload.length === 0 ? [] : [tlv('84', concat([Uint8Array.from(name), payload]))];
  return concat([Uint8Array.of(0xaa, 0x00), encodeTlv([...objects, ...named])]);
}
