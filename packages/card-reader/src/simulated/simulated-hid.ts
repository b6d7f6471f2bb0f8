import type { SimulatedReader } from './simulated-reader.ts';

const report = (reportId: number) => [{ reportId, items: [{ reportSize: 8, reportCount: 64 }] }];

/** A HID device as WebHID shows it. */
export class SimulatedHidDevice extends EventTarget {
  readonly reader: SimulatedReader;
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly object[];
  opened = false;
  plugged = true;
  /** Another program has it. */
  taken = false;

  constructor(reader: SimulatedReader) {
    super();
    this.reader = reader;
    const { model, firmware } = reader;
    this.vendorId = model.vendorId;
    this.productId = model.productId;
    this.productName = model.productName;
    this.collections = [
      {
        usagePage: 0xff00,
        usage: 0x0001,
        inputReports: report(firmware.inputReportId),
        outputReports: firmware.channel === 'output' ? report(firmware.outputReportId) : [],
        featureReports: firmware.channel === 'feature' ? report(firmware.featureReportId) : [],
      },
    ];
  }

  async open(): Promise<void> {
    if (!this.plugged || this.taken) throw new DOMException('Failed to open the device.', 'NotAllowedError');
    if (this.opened) throw new DOMException('The device is already open.', 'InvalidStateError');
    this.opened = true;
    this.reader.connect((piece, reportId) => {
      const data = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
      this.dispatchEvent(Object.assign(new Event('inputreport'), { device: this, reportId, data }));
    });
  }

  async close(): Promise<void> {
    this.opened = false;
    this.reader.connect(undefined);
  }

  async sendReport(_reportId: number, data: BufferSource): Promise<void> {
    this.#take(data);
  }

  async sendFeatureReport(_reportId: number, data: BufferSource): Promise<void> {
    this.#take(data);
  }

  async receiveFeatureReport(): Promise<DataView> {
    if (!this.opened) throw new DOMException('The device must be opened first.', 'InvalidStateError');
    return new DataView(this.reader.answerFeature().buffer);
  }

  #take(data: BufferSource): void {
    if (!this.opened || !this.plugged) throw new DOMException('The device must be opened first.', 'InvalidStateError');
    const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
    this.reader.receive(bytes.slice());
  }
}
