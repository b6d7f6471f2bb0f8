import type { Packet } from '../dialect/reader-message.ts';

export interface TransportEvents {
  /** Bytes that came. They are the device's: copied or used at once, and then overwritten. */
  readonly received: (bytes: Uint8Array, channel: 'input' | 'feature', reportId: number) => void;
  /** The device is gone, or another took it. */
  readonly gone: () => void;
}

/** A device that is open. Errors are `ReaderError`s. */
export interface Transport {
  send(packet: Packet): Promise<void>;
  /** Lets go of the device. Never rejects. */
  close(): Promise<void>;
}
