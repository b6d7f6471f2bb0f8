/** How a page can reach a reader. Keyboard readers type, serial ones need another program: both are seen at most. */
export type Reach = 'hid' | 'usb' | 'keyboard' | 'serial' | 'loader';

/** How a reader talks. */
export type DialectName = 'mms' | 'v5' | 'nga';

export interface KnownReader {
  readonly maker: string;
  readonly model: string;
  readonly reach: Reach;
  /** Absent for those that can be seen but not read from here. */
  readonly dialect?: DialectName;
}

type Row = readonly [productIds: readonly number[], model: string, reach: Reach, dialect?: DialectName];

/** Vendor and product ids (instamed-protocol.md §7.3). */
const makers: Readonly<Record<number, readonly [maker: string, rows: readonly Row[]]>> = {
  0x0801: [
    'MagTek',
    [
      [[0x01], 'swipe reader', 'keyboard'],
      [[0x02, 0x03, 0x11], 'DynaMag', 'hid'],
      [[0x1a], 'mDynamo', 'hid', 'v5'],
      [[0x1c], 'tDynamo', 'hid', 'v5'],
      [[0x1e], 'eDynamo', 'hid', 'v5'],
      [[0x1f], 'iDynamo 6', 'hid', 'v5'],
      [[0x19, 0x20], 'iDynamo 5', 'hid', 'v5'],
      [[0x2020], 'DynaFlex', 'hid', 'mms'],
      [[0x2023], 'DynaProx', 'hid', 'mms'],
      [[0x2024], 'DynaFlex II Go', 'hid', 'mms'],
      [[0x3009], 'DynaPro Mini', 'hid'],
      [[0x2021, 0x2022, 0x5357], 'reader without its firmware', 'loader'],
    ],
  ],
  0x0acd: [
    'ID TECH',
    [
      [[0x3820], 'Augusta', 'hid', 'nga'],
      [[0x3920], 'Augusta S', 'hid', 'nga'],
      [[0x4520], 'SREDKey 2', 'hid', 'nga'],
      [[0x2610], 'SecureKey', 'hid', 'nga'],
      [[0x2810, 0x2820], 'SecuRED', 'hid', 'nga'],
      [[0x2010], 'SecureMag', 'hid', 'nga'],
      [[0x3810, 0x3910, 0x4521, 0x2620, 0x2030], 'reader set to keyboard', 'keyboard'],
    ],
  ],
  0x0b00: ['Ingenico', []],
  0x079b: ['Ingenico', []],
  0x11ca: ['Verifone', []],
};

/** Only readers of these vendors are asked for: no page of ours gets at another device. */
export const vendorIds: readonly number[] = Object.keys(makers).map(Number);

/** What is known of a device by its ids, or undefined for one that is no reader. `api` is where it was seen. */
export function knownReader(vendorId: number, productId: number, api: 'hid' | 'usb'): KnownReader | undefined {
  const [maker, rows] = makers[vendorId] ?? [];
  if (maker === undefined || rows === undefined) return undefined;
  const row = rows.find(([ids]) => ids.includes(productId));
  if (row === undefined) return rows.length === 0 ? { maker, model: 'terminal', reach: 'serial' } : { maker, model: 'reader', reach: api };
  const [, model, reach, dialect] = row;
  // A device that lets itself be seen by WebUSB has an interface of its own class there (docs/devices.md).
  return { maker, model, reach: api === 'usb' && reach === 'hid' ? 'usb' : reach, ...(dialect && { dialect }) };
}
