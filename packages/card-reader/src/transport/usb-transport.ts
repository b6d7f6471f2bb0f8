import { wipe } from '@collect-payment/protocol/card-data';
import { ReaderError } from '../reader-error.ts';
import type { Transport, TransportEvents } from './transport.ts';

/** Vendor class: the one that WebUSB may claim on a reader. HID, smart card and the like are the browser's own. */
const vendorClass = 0xff;
const transferBytes = 512;

interface Pipes {
  readonly interfaceNumber: number;
  readonly inEndpoint: number;
  readonly outEndpoint: number;
}

/** A reader with an interface of its own class, by WebUSB. ERR_READER_BUSY when another has it, ERR_READER_UNKNOWN without such an interface. */
export async function openUsb(device: USBDevice, bus: EventTarget, { received, gone }: TransportEvents): Promise<Transport> {
  const pipes = await claim(device);
  const held = { open: true };
  const onDisconnect = (event: Event) => {
    if ((event as USBConnectionEvent).device === device) gone();
  };
  bus.addEventListener('disconnect', onDisconnect);

  const listen = async (): Promise<void> => {
    while (held.open) {
      const { data, status } = await device.transferIn(pipes.inEndpoint, transferBytes);
      if (status === 'stall') await device.clearHalt('in', pipes.inEndpoint);
      if (data === undefined || !held.open) continue;
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      received(bytes, 'input', 0);
      wipe(bytes);
    }
  };
  // A transfer under way when the device goes, or is let go of, is rejected.
  void listen().catch(() => {
    if (held.open) gone();
  });

  return {
    async send({ bytes }) {
      try {
        await device.transferOut(pipes.outEndpoint, bytes as BufferSource);
      } catch {
        throw new ReaderError('ERR_READER_GONE');
      }
    },
    async close() {
      held.open = false;
      bus.removeEventListener('disconnect', onDisconnect);
      await device.close().catch(() => undefined);
    },
  };
}

async function claim(device: USBDevice): Promise<Pipes> {
  try {
    if (!device.opened) await device.open();
    if (device.configuration === null) await device.selectConfiguration(1);
    const pipes = findPipes(device);
    if (pipes === undefined) throw new ReaderError('ERR_READER_UNKNOWN');
    await device.claimInterface(pipes.interfaceNumber);
    return pipes;
  } catch (error) {
    await device.close().catch(() => undefined);
    throw error instanceof ReaderError ? error : new ReaderError('ERR_READER_BUSY');
  }
}

function findPipes({ configuration }: USBDevice): Pipes | undefined {
  for (const { interfaceNumber, alternate } of configuration?.interfaces ?? []) {
    if (alternate.interfaceClass !== vendorClass) continue;
    const endpoint = (direction: USBDirection) =>
      alternate.endpoints.find((one) => one.direction === direction && one.type !== 'isochronous');
    const inward = endpoint('in');
    const outward = endpoint('out');
    if (inward && outward) return { interfaceNumber, inEndpoint: inward.endpointNumber, outEndpoint: outward.endpointNumber };
  }
  return undefined;
}
