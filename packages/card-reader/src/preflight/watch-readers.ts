import { diagnose, type Surroundings, type Trouble } from './diagnose.ts';
import { knownReader, vendorIds, type KnownReader } from './known-readers.ts';

/** A reader that this page has been given. It is not opened: that is for whoever reads a card. */
export type FoundReader = KnownReader & {
  readonly vendorId: number;
  readonly productId: number;
  /** Told by WebUSB; a HID reader has to be asked for both (`openReader`). */
  readonly serialNumber?: string;
  readonly firmwareVersion?: string;
} & ({ readonly api: 'hid'; readonly device: HIDDevice } | { readonly api: 'usb'; readonly device: USBDevice });

export interface ReaderState {
  readonly readers: readonly FoundReader[];
  /** Why none can be seen. Without one, and without a reader: none has been paired with this page, or none is plugged in. */
  readonly trouble?: Trouble;
}

/** What the preflight takes from outside itself. */
export interface ReaderEnvironment {
  readonly hid?: HID | undefined;
  readonly usb?: USB | undefined;
  readonly surroundings: () => Surroundings;
}

export interface ReaderWatch {
  readonly state: ReaderState;
  /** Resolves once the first look is over. */
  readonly ready: Promise<ReaderState>;
  /**
   * Lets the person choose a reader: only inside a click or a key press. By WebHID unless told otherwise. Answers whether one was chosen.
   */
  pair(api?: 'hid' | 'usb'): Promise<boolean>;
  stop(): void;
}

/**
 * Tells which card readers this page may use, now and whenever one comes or goes. It opens none and holds none, so it
 * may run while InstaMed's own page is using one.
 */
export function watchReaders(environment: ReaderEnvironment, onChange: (state: ReaderState) => void): ReaderWatch {
  const { hid, usb, surroundings } = environment;
  let state: ReaderState = { readers: [] };
  let looks = 0;
  const look = async (): Promise<ReaderState> => {
    looks += 1;
    const mine = looks;
    const seen = await find(environment, diagnose(surroundings()));
    // A later look has seen more.
    if (mine !== looks) return state;
    state = seen;
    onChange(state);
    return state;
  };
  const again = () => void look();
  const buses = [hid, usb].filter((bus) => bus !== undefined);
  for (const bus of buses) for (const type of ['connect', 'disconnect']) bus.addEventListener(type, again);

  return {
    get state() {
      return state;
    },
    ready: look(),
    async pair(api = hid === undefined ? 'usb' : 'hid') {
      const filters = vendorIds.map((vendorId) => ({ vendorId }));
      try {
        const chosen = api === 'usb' ? [await usb?.requestDevice({ filters })] : await hid?.requestDevice({ filters });
        await look();
        return chosen?.[0] !== undefined;
      } catch (error) {
        // Nothing chosen is how WebUSB tells it; what is forbidden shows in the state.
        if (error instanceof DOMException) return (await look(), false);
        throw error;
      }
    },
    stop() {
      looks += 1;
      for (const bus of buses) for (const type of ['connect', 'disconnect']) bus.removeEventListener(type, again);
    },
  };
}

async function find({ hid, usb, surroundings }: ReaderEnvironment, trouble: Trouble | undefined): Promise<ReaderState> {
  if (trouble !== undefined) return { readers: [], trouble };
  try {
    const [hids, usbs] = await Promise.all([hid?.getDevices() ?? [], usb?.getDevices() ?? []]);
    // One device of several interfaces comes several times by WebHID.
    const readers = [...hids.flatMap(hidReader), ...usbs.flatMap(usbReader)];
    return { readers: readers.filter((reader, index) => readers.findIndex((other) => sameReader(reader, other)) === index) };
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'SecurityError') throw error;
    // The browser would not tell its policy, and now has.
    const { has } = surroundings();
    const refused = diagnose({ ...surroundings(), allows: { hid: !has.hid, usb: !has.usb } });
    return refused === undefined ? { readers: [] } : { readers: [], trouble: refused };
  }
}

const sameReader = (one: FoundReader, other: FoundReader): boolean =>
  one.device === other.device ||
  (one.api === 'hid' && other.api === 'hid' && one.vendorId === other.vendorId && one.productId === other.productId);

function hidReader(device: HIDDevice): readonly FoundReader[] {
  const { vendorId, productId } = device;
  const known = knownReader(vendorId, productId, 'hid');
  return known === undefined ? [] : [{ ...known, vendorId, productId, api: 'hid', device }];
}

function usbReader(device: USBDevice): readonly FoundReader[] {
  const { vendorId, productId, serialNumber, deviceVersionMajor: major, deviceVersionMinor: minor, deviceVersionSubminor: patch } = device;
  const known = knownReader(vendorId, productId, 'usb');
  if (known === undefined) return [];
  const firmwareVersion = `${major}.${minor}.${patch}`;
  return [{ ...known, vendorId, productId, firmwareVersion, ...(serialNumber && { serialNumber }), api: 'usb', device }];
}
