import { describe, expect, test } from 'vitest';
import { diagnose, watchReaders, type ReaderState, type Surroundings } from '../src/preflight/index.ts';
import { openReader } from '../src/index.ts';
import { SimulatedDesk, SimulatedReader } from '../src/simulated/index.ts';
import { atEase, deskWith, environmentOf } from './desk.ts';

const around = (hid: boolean | undefined, usb: boolean | undefined) => ({ hid, usb });

describe('diagnose', () => {
  test.each<[string, Partial<Surroundings>, object | undefined]>([
    ['finds nothing in the way', {}, undefined],
    ['tells a page without https', { secure: false, has: { hid: false, usb: false } }, { type: 'insecure' }],
    ['tells a browser without either interface', { has: { hid: false, usb: false } }, { type: 'unsupported' }],
    [
      'names the header that a page’s own policy needs',
      { allows: { hid: false, usb: false } },
      { type: 'policy', lines: ['Permissions-Policy: usb=(self), hid=(self)'] },
    ],
    ['names only what is forbidden', { allows: { hid: false, usb: true } }, { type: 'policy', lines: ['Permissions-Policy: hid=(self)'] }],
    [
      'names the attribute alone where the page around allows it',
      { allows: { hid: false, usb: false }, around: around(true, true) },
      { type: 'policy', lines: ['allow="usb; hid"'] },
    ],
    [
      'names attribute and header where the page around forbids it too',
      { allows: { hid: false, usb: false }, around: around(false, false) },
      {
        type: 'policy',
        lines: ['allow="usb; hid"', 'Permissions-Policy: usb=(self "https://clinic.example"), hid=(self "https://clinic.example")'],
      },
    ],
    [
      'names both where the page around cannot be looked at',
      { allows: { hid: false, usb: true }, around: around(undefined, undefined) },
      { type: 'policy', lines: ['allow="hid"', 'Permissions-Policy: hid=(self "https://clinic.example")'] },
    ],
    [
      'says nothing of an interface that the browser does not have',
      { has: { hid: false, usb: true }, allows: { hid: false, usb: true } },
      undefined,
    ],
  ])('%s', (_, change, expected) => {
    expect([diagnose({ ...atEase, ...change })]).toMatchObject([expected]);
  });

  test('says in every case that payment goes on', () => {
    for (const change of [{ secure: false }, { has: { hid: false, usb: false } }, { allows: { hid: false, usb: false } }]) {
      expect(diagnose({ ...atEase, ...change })?.text).toContain('Payment goes on');
    }
  });
});

const open = (desk: SimulatedDesk, surroundings = atEase) => {
  const seen: ReaderState[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  let wanted = Number.POSITIVE_INFINITY;
  const watch = watchReaders(environmentOf(desk, surroundings), (state) => {
    seen.push(state);
    if (seen.length >= wanted) resolve();
  });
  const told = (count: number) => {
    wanted = count;
    if (seen.length >= count) resolve();
    return promise;
  };
  return { watch, seen, told };
};

const refuse = async () => {
  throw new DOMException('Access to the feature "hid" is disallowed by permissions policy.', 'SecurityError');
};
const untold = () => ({ ...atEase, has: { hid: true, usb: false }, allows: { hid: undefined, usb: undefined } });

describe('the watch', () => {
  test('tells maker, model and, by WebUSB, serial number and firmware', async () => {
    const desk = new SimulatedDesk();
    desk.plug(new SimulatedReader({ model: 'augusta' }), { paired: true });
    desk.plug(new SimulatedReader({ model: 'dynaflex-usb', serialNumber: 'B1' }), { paired: true });
    const { readers } = await open(desk).watch.ready;
    expect(readers).toMatchObject([
      { api: 'hid', maker: 'ID TECH', model: 'Augusta', reach: 'hid', dialect: 'nga' },
      { api: 'usb', maker: 'MagTek', model: 'DynaFlex', reach: 'usb', serialNumber: 'B1', firmwareVersion: '1.0.7' },
    ]);
  });

  test('tells of a reader that comes, goes and is swapped', async () => {
    const desk = new SimulatedDesk();
    const { seen, told, watch } = open(desk);
    await watch.ready;
    const first = new SimulatedReader({ model: 'dynaflex' });
    desk.plug(first, { paired: true });
    desk.unplug(first);
    desk.plug(new SimulatedReader({ model: 'augusta' }), { paired: true });
    await told(2);
    expect(seen.at(-1)?.readers.map(({ model }) => model)).toEqual(['Augusta']);
  });

  test('sees no reader that was not paired, and one that was chosen', async () => {
    const desk = new SimulatedDesk();
    desk.plug(new SimulatedReader());
    const { watch } = open(desk);
    expect((await watch.ready).readers).toEqual([]);
    expect(await watch.pair()).toBe(true);
    expect(watch.state.readers).toMatchObject([{ model: 'DynaFlex' }]);
  });

  test.each(['hid', 'usb'] as const)('takes it for an answer when nothing is chosen by %s', async (api) => {
    const { watch } = open(new SimulatedDesk());
    await watch.ready;
    expect(await watch.pair(api)).toBe(false);
  });

  test('asks for readers only: no other device is offered', async () => {
    const desk = new SimulatedDesk();
    const asked: unknown[] = [];
    const hid = Object.assign(new EventTarget(), {
      getDevices: async () => [],
      requestDevice: async (options: { filters: readonly { vendorId: number }[] }) => (asked.push(...options.filters), []),
    });
    await watchReaders({ ...environmentOf(desk), hid: hid as unknown as HID }, () => undefined).pair();
    expect(asked).toEqual([0x0801, 0x0acd, 0x0b00, 0x079b, 0x11ca].toSorted((a, b) => a - b).map((vendorId) => ({ vendorId })));
  });

  test('opens nothing', async () => {
    const reader = new SimulatedReader();
    const { desk } = await deskWith(reader);
    await open(desk).watch.ready;
    expect(desk.isHeld(reader)).toBe(false);
  });

  test('believes a browser that forbids without having told its policy', async () => {
    const hid = Object.assign(new EventTarget(), { getDevices: refuse }) as unknown as HID;
    const { trouble } = await watchReaders({ hid, surroundings: untold }, () => undefined).ready;
    expect(trouble).toMatchObject({ type: 'policy', lines: ['Permissions-Policy: hid=(self)'] });
  });

  test('a reader set to keyboard is seen, and is not for reading', async () => {
    const { found, bus } = await deskWith(new SimulatedReader({ model: 'keyboard' }));
    expect(found.reach).toBe('keyboard');
    expect(() => openReader(found, { bus })).toThrow('can be seen, but not read');
  });
});
