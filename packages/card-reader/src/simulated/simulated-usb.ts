import type { SimulatedReader } from './simulated-reader.ts';

const gone = () => new DOMException('The device was disconnected.', 'NetworkError');

/** A device with an interface of its own class, as WebUSB shows it: two bulk pipes, and transfers that hold whatever has come. */
export class SimulatedUsbDevice extends EventTarget {
  readonly reader: SimulatedReader;
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly serialNumber: string;
  readonly deviceVersionMajor = 1;
  readonly deviceVersionMinor = 0;
  readonly deviceVersionSubminor = 7;
  readonly configuration = {
    interfaces: [
      {
        interfaceNumber: 0,
        alternate: {
          interfaceClass: 0xff,
          endpoints: [
            { endpointNumber: 1, direction: 'in', type: 'bulk' },
            { endpointNumber: 2, direction: 'out', type: 'bulk' },
          ],
        },
      },
    ],
  };
  opened = false;
  plugged = true;
  taken = false;
  #waiting: PromiseWithResolvers<object> | undefined;
  #buffered: number[] = [];

  constructor(reader: SimulatedReader) {
    super();
    this.reader = reader;
    this.vendorId = reader.model.vendorId;
    this.productId = reader.model.productId;
    this.productName = reader.model.productName;
    this.serialNumber = reader.serialNumber;
  }

  async open(): Promise<void> {
    if (!this.plugged || this.taken) throw new DOMException('Access denied.', 'SecurityError');
    this.opened = true;
    this.reader.connect((piece) => {
      this.#buffered.push(...piece);
      this.#handOver();
    });
  }

  async selectConfiguration(): Promise<void> {
    if (!this.opened) throw gone();
  }

  async claimInterface(): Promise<void> {
    if (this.taken) throw new DOMException('Unable to claim interface.', 'NetworkError');
  }

  async close(): Promise<void> {
    this.opened = false;
    this.#buffered = [];
    this.reader.connect(undefined);
    this.end();
  }

  /** Ends the transfer under way, as pulling the cable does. */
  end(): void {
    this.#waiting?.reject(gone());
    this.#waiting = undefined;
  }

  transferIn(): Promise<object> {
    if (!this.opened) return Promise.reject(gone());
    this.#waiting = Promise.withResolvers<object>();
    const { promise } = this.#waiting;
    this.#handOver();
    return promise;
  }

  async transferOut(_endpoint: number, data: BufferSource): Promise<object> {
    if (!this.opened || !this.plugged) throw gone();
    const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
    this.reader.receive(bytes.slice());
    return { status: 'ok', bytesWritten: bytes.length };
  }

  async clearHalt(): Promise<void> {
    this.#buffered = [];
  }

  /** Everything that has come since the last transfer, several packets in one. */
  #handOver(): void {
    if (this.#waiting === undefined || this.#buffered.length === 0) return;
    const bytes = Uint8Array.from(this.#buffered);
    this.#buffered = [];
    this.#waiting.resolve({ status: 'ok', data: new DataView(bytes.buffer) });
    this.#waiting = undefined;
  }
}
