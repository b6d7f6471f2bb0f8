import { decodeEmvResponse, encodeHex, findValue } from '@collect-payment/protocol/card-data';
import type { DialectName } from '../preflight/known-readers.ts';
import { entryOf, writeIdtechRead, writeMagtekRead, type SimulatedCard } from './card.ts';
import type { DeviceMessage, Firmware, HostCommand } from './firmware/firmware.ts';
import { createMmsFirmware } from './firmware/mms-firmware.ts';
import { createNgaFirmware } from './firmware/nga-firmware.ts';
import { createV5Firmware } from './firmware/v5-firmware.ts';

/** The readers there are to simulate. `dynaflex-usb` has an interface of its own class, for WebUSB. */
export const simulatedModels = {
  dynaflex: { vendorId: 0x0801, productId: 0x2020, api: 'hid', dialect: 'mms', productName: 'DynaFlex' },
  'dynaflex-usb': { vendorId: 0x0801, productId: 0x2020, api: 'usb', dialect: 'mms', productName: 'DynaFlex' },
  edynamo: { vendorId: 0x0801, productId: 0x001e, api: 'hid', dialect: 'v5', productName: 'eDynamo' },
  augusta: { vendorId: 0x0acd, productId: 0x3820, api: 'hid', dialect: 'nga', productName: 'Augusta' },
  keyboard: { vendorId: 0x0801, productId: 0x0001, api: 'hid', dialect: 'v5', productName: 'DynaMag' },
} as const satisfies Record<
  string,
  {
    readonly vendorId: number;
    readonly productId: number;
    readonly api: 'hid' | 'usb';
    readonly dialect: DialectName;
    readonly productName: string;
  }
>;
export type SimulatedModel = keyof typeof simulatedModels;

export interface SimulatedReaderOptions {
  readonly model?: SimulatedModel;
  readonly serialNumber?: string;
  readonly firmwareVersion?: string;
  /** A report is handed over in pieces of this size, a transfer holds at most so many bytes: wires cut where they like. */
  readonly pieceBytes?: number;
  /** Hands a piece over later, as a slow reader does. At once unless told otherwise. */
  readonly delay?: (deliver: () => void) => void;
}

/** What becomes of the reader, for whoever shows it. */
export type SimulatedState = 'idle' | 'waiting' | 'read' | 'approved' | 'declined' | 'canceled';

const firmwares: Readonly<Record<DialectName, () => Firmware>> = { mms: createMmsFirmware, v5: createV5Firmware, nga: createNgaFirmware };

/** A reader without its hardware: it answers reports and transfers as the real one does, and reads the cards it is given. */
export class SimulatedReader extends EventTarget {
  readonly model: (typeof simulatedModels)[SimulatedModel];
  readonly serialNumber: string;
  readonly firmwareVersion: string;
  readonly firmware: Firmware;
  readonly #options: SimulatedReaderOptions;
  /** Where its reports go while a page has it open. */
  #host: ((piece: Uint8Array, reportId: number) => void) | undefined;
  #featureAnswer: Uint8Array = Uint8Array.of(0, 0);
  #state: SimulatedState = 'idle';
  #card: SimulatedCard | undefined;
  #reads = 0;

  constructor(options: SimulatedReaderOptions = {}) {
    super();
    this.#options = options;
    this.model = simulatedModels[options.model ?? 'dynaflex'];
    this.serialNumber = options.serialNumber ?? 'B5A1F2C';
    this.firmwareVersion = options.firmwareVersion ?? '1000007001-AC-PCI';
    this.firmware = firmwares[this.model.dialect]();
  }

  get state(): SimulatedState {
    return this.#state;
  }

  /** A card meets the reader, now or as soon as the reader is asked for one. */
  present(card: SimulatedCard): void {
    this.#card = card;
    if (this.#state === 'waiting') this.#read();
  }

  /** Nobody has presented a card in the reader's own time. */
  timeOut(): void {
    if (this.#state !== 'waiting') return;
    this.#say({ type: 'timedOut' });
    this.#become('canceled');
  }

  /** Sends reports that no message is, as a broken cable or a hostile device does. */
  sendRaw(report: Uint8Array): void {
    this.#deliver(report, this.firmware.inputReportId);
  }

  /** A page has opened it, or (undefined) let go. A transaction under way does not outlive that. */
  connect(host: ((piece: Uint8Array, reportId: number) => void) | undefined): void {
    this.#host = host;
    if (host === undefined && (this.#state === 'waiting' || this.#state === 'read')) this.#become('canceled');
  }

  /** A report or transfer from the page. */
  receive(report: Uint8Array): void {
    this.#featureAnswer = Uint8Array.of(0, 0);
    for (const command of this.firmware.receive(report)) this.#obey(command);
  }

  /** The answer to the last feature report, filled up as a HID feature report is. */
  answerFeature(): Uint8Array {
    const report = new Uint8Array(61);
    report.set([this.firmware.featureReportId, ...this.#featureAnswer]);
    return report;
  }

  #obey(command: HostCommand): void {
    switch (command.type) {
      case 'serialNumber':
        return this.#say({ type: 'serialNumber', text: this.serialNumber });
      case 'firmware':
        return this.#say({ type: 'firmware', text: this.firmwareVersion });
      case 'start':
        if (this.#state === 'waiting' || this.#state === 'read') return this.#say({ type: 'refused' });
        this.#become('waiting', command.requestedCents);
        if (this.#card !== undefined) this.#read();
        return;
      case 'cancel':
        this.#say({ type: 'canceled' });
        return this.#become('canceled');
      case 'respond':
        return this.#end(command.emvResponse);
      default:
        return command satisfies never;
    }
  }

  #read(): void {
    const card = this.#card ?? { way: 'unreadable' };
    this.#card = undefined;
    if (card.way === 'chip' || card.way === 'fallback') this.#say({ type: 'inserted' });
    if (card.way === 'fallback') this.#say({ type: 'fallback' });
    if (card.way === 'unreadable') {
      this.#say({ type: 'unreadable' });
      return this.#become('canceled');
    }
    const by = {
      ksn: this.#nextKsn(),
      serialNumber: this.#serialBytes(),
      noise: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
    };
    const data = this.model.dialect === 'nga' ? writeIdtechRead(card, by) : writeMagtekRead(card, by);
    this.#become('read');
    this.#say({ type: 'read', entry: entryOf(card), data });
    data.fill(0);
  }

  #end(emvResponse: Uint8Array): void {
    const code = findValue(decodeEmvResponse(encodeHex(emvResponse)).objects, '8A');
    const approved = code !== undefined && code.every((byte) => byte === 0x30);
    this.#say({ type: 'removed' });
    this.#say({ type: 'completed' });
    this.#become(approved ? 'approved' : 'declined');
  }

  /** A key serial number of its own for each read: its last bytes count. */
  #nextKsn(): Uint8Array {
    this.#reads += 1;
    return Uint8Array.of(0x95, 0x00, 0x02, 0x00, 0x00, 0xdd, 0x2e, 0x20, this.#reads >> 8, this.#reads & 0xff);
  }

  #serialBytes(): Uint8Array {
    return Uint8Array.from(this.serialNumber.slice(0, 8).padEnd(8, '0'), (character) => character.charCodeAt(0));
  }

  #become(state: SimulatedState, requestedCents?: number): void {
    this.#state = state;
    this.dispatchEvent(Object.assign(new Event('change'), { state, requestedCents }));
  }

  #say(message: DeviceMessage): void {
    const reports = this.firmware.write(message);
    const answersFeature = this.firmware.channel === 'feature' && ['serialNumber', 'firmware', 'refused'].includes(message.type);
    if (answersFeature) this.#featureAnswer = reports[0] ?? this.#featureAnswer;
    else for (const report of reports) this.#deliver(report, this.firmware.inputReportId);
  }

  #deliver(report: Uint8Array, reportId: number): void {
    const { pieceBytes = report.length, delay = (deliver) => deliver() } = this.#options;
    for (let at = 0; at < report.length; at += pieceBytes) {
      const piece = report.slice(at, at + pieceBytes);
      delay(() => {
        this.#host?.(piece, reportId);
        piece.fill(0);
      });
    }
    report.fill(0);
  }
}
