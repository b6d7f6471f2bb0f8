import { watchReaders, type FoundReader, type ReaderEnvironment, type Surroundings } from '../src/preflight/index.ts';
import { SimulatedDesk, type SimulatedReader } from '../src/simulated/index.ts';

export const atEase: Surroundings = {
  secure: true,
  has: { hid: true, usb: true },
  allows: { hid: true, usb: true },
  around: 'page',
  origin: 'https://clinic.example',
};

/** A desk as a browser's two interfaces. */
export const environmentOf = (desk: SimulatedDesk, surroundings: Surroundings = atEase): ReaderEnvironment => ({
  hid: desk.hid as HID,
  usb: desk.usb as USB,
  surroundings: () => surroundings,
});

/** A desk with one reader that is plugged in and paired, as the preflight finds it. */
export async function deskWith(reader: SimulatedReader): Promise<{ desk: SimulatedDesk; found: FoundReader; bus: EventTarget }> {
  const desk = new SimulatedDesk();
  desk.plug(reader, { paired: true });
  const watch = watchReaders(environmentOf(desk), () => undefined);
  const { readers } = await watch.ready;
  watch.stop();
  const [found] = readers;
  if (found === undefined) throw new Error('The reader was not found');
  return { desk, found, bus: desk[found.api] };
}
