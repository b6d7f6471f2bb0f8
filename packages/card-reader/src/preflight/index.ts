/** Which card readers this page may use, and why not. Opens none. */
import { lookAround } from './surroundings.ts';
import { watchReaders, type ReaderEnvironment, type ReaderState, type ReaderWatch } from './watch-readers.ts';

export { describeReaders } from './describe-readers.ts';
export { diagnose, type Surroundings, type Trouble } from './diagnose.ts';
export { type DialectName, type KnownReader, type Reach } from './known-readers.ts';
export { watchReaders, type FoundReader, type ReaderEnvironment, type ReaderState, type ReaderWatch } from './watch-readers.ts';

/** What this window offers. A browser that has neither interface has undefined for both. */
export const browserReaders = (): ReaderEnvironment => ({
  hid: (navigator as Partial<Navigator>).hid,
  usb: (navigator as Partial<Navigator>).usb,
  surroundings: lookAround,
});

/** Watches the readers of this window: `preflight((state) => …)`. */
export const preflight = (onChange: (state: ReaderState) => void): ReaderWatch => watchReaders(browserReaders(), onChange);
