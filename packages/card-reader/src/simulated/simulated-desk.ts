import type { SimulatedReader } from './simulated-reader.ts';
import { SimulatedHidDevice } from './simulated-hid.ts';
import { SimulatedUsbDevice } from './simulated-usb.ts';

type SimulatedDevice = SimulatedHidDevice | SimulatedUsbDevice;

interface Filter {
  readonly vendorId?: number;
  readonly productId?: number;
}

/** One of the two interfaces of a browser. */
class SimulatedBus extends EventTarget {
  readonly #devices: () => readonly SimulatedDevice[];
  readonly #choose: (filters: readonly Filter[]) => SimulatedDevice | undefined;
  readonly #api: 'hid' | 'usb';

  constructor(
    api: 'hid' | 'usb',
    devices: () => readonly SimulatedDevice[],
    choose: (filters: readonly Filter[]) => SimulatedDevice | undefined,
  ) {
    super();
    this.#api = api;
    this.#devices = devices;
    this.#choose = choose;
  }

  async getDevices(): Promise<readonly SimulatedDevice[]> {
    return this.#devices();
  }

  /** WebHID answers a list, WebUSB one device or a refusal; both only to a click. */
  async requestDevice({ filters }: { readonly filters: readonly Filter[] }): Promise<unknown> {
    const { userActivation } = navigator as Partial<Navigator>;
    if (userActivation !== undefined && !userActivation.isActive) {
      throw new DOMException('Must be handling a user gesture to show a permission request.', 'SecurityError');
    }
    const chosen = this.#choose(filters);
    if (this.#api === 'hid') return chosen === undefined ? [] : [chosen];
    if (chosen === undefined) throw new DOMException('No device selected.', 'NotFoundError');
    return chosen;
  }
}

/** A desk with a computer: readers are put on it, plugged in, paired and pulled out. Stands in for `navigator.hid` and `navigator.usb`. */
export class SimulatedDesk {
  readonly hid: EventTarget;
  readonly usb: EventTarget;
  readonly #devices = new Map<SimulatedReader, SimulatedDevice>();
  readonly #paired = new Set<SimulatedReader>();

  constructor() {
    this.hid = new SimulatedBus(
      'hid',
      () => this.#seen('hid'),
      (filters) => this.#choose('hid', filters),
    );
    this.usb = new SimulatedBus(
      'usb',
      () => this.#seen('usb'),
      (filters) => this.#choose('usb', filters),
    );
  }

  /** Plugs a reader in. `paired`: the page was given it before. */
  plug(reader: SimulatedReader, { paired = false }: { readonly paired?: boolean } = {}): void {
    const device = reader.model.api === 'hid' ? new SimulatedHidDevice(reader) : new SimulatedUsbDevice(reader);
    this.#devices.set(reader, device);
    if (paired) this.#paired.add(reader);
    if (this.#paired.has(reader)) this.#tell('connect', device);
  }

  /** Pulls it out, whatever it is doing. The page keeps its permission. */
  unplug(reader: SimulatedReader): void {
    const device = this.#devices.get(reader);
    if (device === undefined) return;
    this.#devices.delete(reader);
    device.plugged = false;
    device.opened = false;
    reader.connect(undefined);
    if (device instanceof SimulatedUsbDevice) device.end();
    if (this.#paired.has(reader)) this.#tell('disconnect', device);
  }

  /** Another program takes it, or (false) gives it back. */
  take(reader: SimulatedReader, taken = true): void {
    const device = this.#devices.get(reader);
    if (device !== undefined) device.taken = taken;
  }

  /** Whether a page holds it now. */
  isHeld(reader: SimulatedReader): boolean {
    return this.#devices.get(reader)?.opened === true;
  }

  #seen(api: 'hid' | 'usb'): readonly SimulatedDevice[] {
    return [...this.#devices].filter(([reader]) => reader.model.api === api && this.#paired.has(reader)).map(([, device]) => device);
  }

  /** The person takes the first that the page asked for and does not have. */
  #choose(api: 'hid' | 'usb', filters: readonly Filter[]): SimulatedDevice | undefined {
    const fits = ({ vendorId, productId }: Filter, device: SimulatedDevice) =>
      (vendorId === undefined || vendorId === device.vendorId) && (productId === undefined || productId === device.productId);
    const offered = [...this.#devices].filter(
      ([reader, device]) => reader.model.api === api && filters.some((filter) => fits(filter, device)),
    );
    const [reader, device] = offered.find(([one]) => !this.#paired.has(one)) ?? offered[0] ?? [];
    if (reader !== undefined) this.#paired.add(reader);
    return device;
  }

  #tell(type: 'connect' | 'disconnect', device: SimulatedDevice): void {
    const bus = device instanceof SimulatedHidDevice ? this.hid : this.usb;
    bus.dispatchEvent(Object.assign(new Event(type), { device }));
  }
}

/** Puts the desk in the place of this window's `navigator.hid` and `navigator.usb`. */
export function installSimulatedDesk(desk: SimulatedDesk): void {
  for (const api of ['hid', 'usb'] as const) Object.defineProperty(navigator, api, { configurable: true, value: desk[api] });
}
