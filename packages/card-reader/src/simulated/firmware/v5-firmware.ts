import { encodeHex } from '@collect-payment/protocol/card-data';
import { writeV5Reports } from '../../framing/v5-reports.ts';
import type { DeviceMessage, Firmware, HostCommand } from './firmware.ts';

const progress: Readonly<Partial<Record<DeviceMessage['type'], number>>> = {
  inserted: 0x01,
  fallback: 0x02,
  timedOut: 0x05,
  completed: 0x06,
  unreadable: 0x06,
  canceled: 0x07,
  removed: 0x08,
};

/** An eDynamo: commands in feature reports, in parts where they are long; notifications in input reports. */
export function createV5Firmware(): Firmware {
  let parts: number[] = [];
  const receive = (report: Uint8Array): readonly HostCommand[] => {
    const [kind, length = 0, which] = report;
    if (kind === 0x00) return [{ type: which === 0x00 ? 'firmware' : 'serialNumber' }];
    if (kind !== 0x49) return [];
    const [offsetHigh = 0, offsetLow = 0, idHigh = 0, idLow = 0, wholeHigh = 0, wholeLow = 0] = report.subarray(2);
    if (((offsetHigh << 8) | offsetLow) === 0) parts = [];
    parts.push(...report.subarray(8, 2 + length));
    if (parts.length < ((wholeHigh << 8) | wholeLow)) return [];
    return readCommand((idHigh << 8) | idLow, Uint8Array.from(parts));
  };
  return { channel: 'feature', inputReportId: 2, outputReportId: 0, featureReportId: 1, receive, write };
}

function readCommand(id: number, data: Uint8Array): readonly HostCommand[] {
  switch (id) {
    case 0x0300:
      return [{ type: 'start', requestedCents: Number(encodeHex(data.subarray(3, 9))) }];
    case 0x0303:
      return [{ type: 'respond', emvResponse: data }];
    case 0x0304:
      return [{ type: 'cancel' }];
    default:
      return [];
  }
}

/** An answer to a property is the one feature report: result, length, text. */
function write(message: DeviceMessage): readonly Uint8Array[] {
  if (message.type === 'read') return writeV5Reports({ id: 0x0303, data: message.data });
  if (message.type === 'serialNumber' || message.type === 'firmware') {
    return [Uint8Array.of(0x00, message.text.length, ...Array.from(message.text, (character) => character.charCodeAt(0)))];
  }
  if (message.type === 'refused') return [Uint8Array.of(0x0c, 0x00)];
  return writeV5Reports({ id: 0x0300, data: Uint8Array.of(progress[message.type] ?? 0x00, 0x00) });
}
