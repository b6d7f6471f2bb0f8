import { wipe } from '@collect-payment/protocol/card-data';
import type { Packet } from '../dialect/reader-message.ts';
import { ReaderError } from '../reader-error.ts';
import type { Transport, TransportEvents } from './transport.ts';

/** A HID reader by WebHID. ERR_READER_BUSY when another program has it. */
export async function openHid(device: HIDDevice, bus: EventTarget, { received, gone }: TransportEvents): Promise<Transport> {
  const onReport = ({ data, reportId }: HIDInputReportEvent) => {
    const bytes = bytesOf(data);
    received(bytes, 'input', reportId);
    // The browser's own copy of a read.
    wipe(bytes);
  };
  const onDisconnect = (event: Event) => {
    if ((event as HIDConnectionEvent).device === device) gone();
  };
  device.addEventListener('inputreport', onReport);
  bus.addEventListener('disconnect', onDisconnect);
  const close = async () => {
    device.removeEventListener('inputreport', onReport);
    bus.removeEventListener('disconnect', onDisconnect);
    await device.close().catch(() => undefined);
  };
  try {
    if (!device.opened) await device.open();
  } catch {
    await close();
    throw new ReaderError('ERR_READER_BUSY');
  }
  const [collection] = device.collections;
  const outputId = collection?.outputReports?.[0]?.reportId ?? 0;
  const featureId = collection?.featureReports?.[0]?.reportId ?? 0;

  return {
    async send({ channel, bytes }: Packet) {
      try {
        if (channel === 'output') return await device.sendReport(outputId, bytes as BufferSource);
        await device.sendFeatureReport(featureId, bytes as BufferSource);
        const answer = bytesOf(await device.receiveFeatureReport(featureId));
        // A numbered report comes with its number in front.
        received(featureId === 0 ? answer : answer.subarray(1), 'feature', featureId);
      } catch (error) {
        throw error instanceof ReaderError ? error : new ReaderError('ERR_READER_GONE');
      }
    },
    close,
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: DataView): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);
