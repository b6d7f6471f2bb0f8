import * as fc from 'fast-check';
import { concat, readCardData } from '@collect-payment/protocol/card-data';
import { describe, expect, inject, test } from 'vitest';
import { tell, times } from '../../../scripts/tried/tried.ts';
import { createDialect } from '../src/dialect/dialect.ts';
import type { DialectName } from '../src/preflight/known-readers.ts';
import { maxMessageBytes } from '../src/framing/message-buffer.ts';
import { ReaderError } from '../src/index.ts';
import { SimulatedReader, type SimulatedModel } from '../src/simulated/index.ts';

/** A small generator of its own: half a million streams are to be tried in seconds. */
function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** What a whole payment puts on the wire. */
function recording(model: SimulatedModel): readonly Uint8Array[] {
  const reader = new SimulatedReader({ model });
  const reports: Uint8Array[] = [];
  reader.connect((piece) => reports.push(piece.slice()));
  const dialect = createDialect(reader.model.dialect);
  for (const packets of dialect.identify()) for (const { bytes } of packets) reader.receive(bytes);
  for (const { bytes } of dialect.start(12_500, 60)) reader.receive(bytes);
  reader.present({ way: 'chip' });
  return reports;
}

/** Reports cut, merged, doubled, lost, in another order, with bytes changed, or made up. */
function damage(reports: readonly Uint8Array[], below: (count: number) => number): readonly Uint8Array[] {
  const stream: Uint8Array[] = reports.map((report) => report.slice());
  for (let hits = 1 + below(4); hits > 0; hits -= 1) {
    const at = below(stream.length);
    const report = stream[at] ?? new Uint8Array();
    switch (below(8)) {
      case 0:
        stream.splice(at, 1, report.subarray(0, below(report.length + 1)));
        break;
      case 1:
        stream.splice(at, 2, concat([report, stream[at + 1] ?? new Uint8Array()]));
        break;
      case 2:
        stream.splice(at, 0, report.slice());
        break;
      case 3:
        stream.splice(at, 1);
        break;
      case 4:
        stream.push(...stream.splice(at, 1));
        break;
      case 5:
        stream.splice(
          at,
          0,
          Uint8Array.from({ length: below(130) }, () => below(256)),
        );
        break;
      default:
        report[below(Math.min(report.length, 1 + below(80)))] = below(256);
    }
    if (stream.length === 0) stream.push(new Uint8Array(64));
  }
  return stream;
}

/** How many streams: half a million in all. */
const cases: readonly (readonly [DialectName, SimulatedModel, streams: number])[] = [
  ['mms', 'dynaflex', 100_000],
  ['v5', 'edynamo', 200_000],
  ['nga', 'augusta', 200_000],
];

describe.each(cases)('%s', (name, model, streams) => {
  test('damaged streams of reports break nothing, hang nothing and are kept nowhere', { timeout: 300_000 }, (context) => {
    const below = numbers(inject('trying').seed + model.length);
    const reports = recording(model);
    const seen = { reports: 0, read: 0, refused: 0, clear: 0 };
    const count = times(streams);
    for (let stream = 0; stream < count; stream += 1) {
      const dialect = createDialect(name);
      try {
        for (const report of damage(reports, below)) {
          seen.reports += 1;
          for (const message of dialect.receive(report, 'input', 2)) {
            if (message.type !== 'card') continue;
            expectBounded(message.data);
            readCardData(message.data);
            seen.read += 1;
          }
        }
      } catch (error) {
        seen.refused += 1;
        if (!(error instanceof ReaderError) && !isProtocolError(error)) throw error;
      }
    }
    tell(context, `${name} report streams`, count, `damaged: ${seen.read} reads, ${seen.refused} refused, 0 crashes, 0 hangs`);
    expect(seen.refused).toBeGreaterThan(0);
    expect(seen.read).toBeGreaterThan(0);
  });

  test('an undamaged stream is read whole', () => {
    const dialect = createDialect(name);
    const messages = recording(model).flatMap((report) => dialect.receive(report, 'input', 2));
    expect(messages.map(({ type }) => type)).toContain('card');
  });

  test('a message without an end is given up at its bound', () => {
    const dialect = createDialect(name);
    // The beginning of a message of the greatest length there can be, and then more of it for ever.
    const below = numbers(7);
    const endless = () => {
      for (let sent = 0; sent < 4 * maxMessageBytes; sent += 64) {
        dialect.receive(
          Uint8Array.from({ length: 64 }, (_, index) => (index === 0 && name === 'mms' ? 2 : 1 + below(250))),
          'input',
          2,
        );
      }
    };
    expect(endless).toThrow(ReaderError);
  });
});

const isProtocolError = (error: unknown): boolean => error instanceof Error && error.name === 'ProtocolError';

function expectBounded(data: Uint8Array): void {
  if (data.length > maxMessageBytes || data.buffer.byteLength > 2 * maxMessageBytes) throw new Error('A message outgrew its bound');
}

test.each(cases)('%s: a message is the same however its reports are cut and merged', (name, model) => {
  const whole = recording(model);
  const types = (pieces: readonly Uint8Array[]) => {
    const dialect = createDialect(name);
    return pieces.flatMap((piece) => dialect.receive(piece, 'input', 2)).map(({ type }) => type);
  };
  if (name === 'v5') return;
  const stream = concat(whole);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      const pieces: Uint8Array[] = [];
      for (let at = 0, index = 0; at < stream.length; index += 1) {
        const size = sizes[index % sizes.length] ?? 1;
        pieces.push(stream.slice(at, at + size));
        at += size;
      }
      expect(types(pieces)).toEqual(types(whole.map((report) => report.slice())));
    }),
    { numRuns: 200 },
  );
});
