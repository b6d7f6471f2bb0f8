import { concat, decodeTlv, encodeHex, findValue, type CardEntry } from '@collect-payment/protocol/card-data';
import { NgaAssembler, writeNgaReports } from '../../framing/nga-frames.ts';
import type { DeviceMessage, Firmware, HostCommand } from './firmware.ts';

const entries: Readonly<Record<CardEntry, number>> = { swipe: 0x80, chip: 0x05, contactless: 0x07 };
const progress: Readonly<Partial<Record<DeviceMessage['type'], number>>> = {
  inserted: 0x01,
  removed: 0x02,
  fallback: 0x04,
  timedOut: 0x05,
  canceled: 0x06,
  refused: 0x07,
  unreadable: 0x07,
};
const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** An Augusta. */
export function createNgaFirmware(): Firmware {
  const assembler = new NgaAssembler();
  return {
    channel: 'output',
    inputReportId: 0,
    outputReportId: 0,
    featureReportId: 0,
    receive: (report) => assembler.receive(report).flatMap((frame) => (frame.type === 'body' ? readCommand(frame.body) : [])),
    write: (message) => writeNgaReports(writeBody(message)),
  };
}

function readCommand(body: Uint8Array): readonly HostCommand[] {
  switch (encodeHex(body.subarray(0, 3))) {
    case '784602':
      return [{ type: 'serialNumber' }];
    case '724602':
      return [{ type: 'start', requestedCents: Number(encodeHex(findValue(decodeTlv(body.subarray(4)), '9F02') ?? new Uint8Array())) }];
    case '724603':
      return [{ type: 'respond', emvResponse: body.slice(3) }];
    case '724605':
      return [{ type: 'cancel' }];
    default:
      return encodeHex(body) === '7831' ? [{ type: 'firmware' }] : [];
  }
}

function writeBody(message: DeviceMessage): Uint8Array {
  if (message.type === 'read') return concat([Uint8Array.of(0x61, entries[message.entry]), message.data]);
  if (message.type === 'completed') return Uint8Array.of(0x62);
  if (message.type === 'serialNumber') return concat([Uint8Array.of(0x63), ascii(message.text)]);
  if (message.type === 'firmware') return concat([Uint8Array.of(0x64), ascii(message.text)]);
  return Uint8Array.of(0x60, progress[message.type] ?? 0);
}
