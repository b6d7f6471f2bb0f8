import { describe, expect, test } from 'vitest';
import { MmsAssembler, writeMmsPackets } from '../src/framing/mms-packets.ts';
import { V5Assembler, writeV5Reports } from '../src/framing/v5-reports.ts';

const message = Uint8Array.from({ length: 300 }, (_, index) => (index % 250) + 1);
const swapped = (pieces: readonly Uint8Array[]) => pieces.with(1, pieces[2]!).with(2, pieces[1]!);
const doubled = (pieces: readonly Uint8Array[]) => pieces.toSpliced(2, 0, pieces[1]!);

const assemblers = [
  ['MMS', () => writeMmsPackets(message), () => new MmsAssembler()],
  ['V5', () => writeV5Reports({ id: 0x0303, data: message }), () => new V5Assembler()],
] as const;

describe.each(assemblers)('%s', (_, write, create) => {
  const put = (pieces: readonly Uint8Array[]) => {
    const assembler = create();
    return () => pieces.map((piece) => assembler.receive(piece.slice())).at(-1);
  };

  test('pieces in their order are the message', () => {
    const [last] = [put(write())()].flat();
    expect(last instanceof Uint8Array ? last : last?.data).toEqual(message);
  });

  test.each([
    ['in another order', swapped],
    ['twice', doubled],
    ['without one of them', (pieces: readonly Uint8Array[]) => pieces.toSpliced(1, 1)],
    ['without the first', (pieces: readonly Uint8Array[]) => pieces.slice(1)],
  ])('pieces %s are no message', (_how, change) => {
    expect(put(change(write()))).toThrow('no message of its kind');
  });
});
