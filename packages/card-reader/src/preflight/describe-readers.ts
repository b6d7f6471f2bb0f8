import type { ReaderState } from './watch-readers.ts';

/** What a person at the desk is told of the readers, in one or two sentences. */
export function describeReaders({ readers, trouble }: ReaderState): string {
  if (trouble !== undefined) return trouble.text;
  const [reader] = readers;
  if (reader === undefined) return 'No card reader. Plug one in, and pair it with this page once.';
  const name = `${reader.maker} ${reader.model}`;
  if (reader.reach === 'keyboard') return `${name} is set to type like a keyboard: it can be used on the payment page only.`;
  if (reader.dialect === undefined) return `${name} is connected. It can be used on the payment page only.`;
  return `${name} is ready.`;
}
