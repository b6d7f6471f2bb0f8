import { describe, expect, it } from 'vitest';
import { judgeStall } from './stalled-reader.ts';

describe('a reader', () => {
  it('is stalled from when something began to wait for it until it takes some of it', () => {
    const first = judgeStall(undefined, { takenBytes: 10, waitingBytes: 5 }, 1_000);
    expect(first).toEqual({ takenBytes: 10, sinceMs: 1_000 });
    expect(judgeStall(first, { takenBytes: 10, waitingBytes: 500 }, 2_000)).toBe(first);
    expect(judgeStall(first, { takenBytes: 11, waitingBytes: 499 }, 2_000)).toEqual({ takenBytes: 11, sinceMs: 2_000 });
  });

  it('for whom nothing waits is not, however long it has taken nothing', () => {
    expect(judgeStall({ takenBytes: 10, sinceMs: 0 }, { takenBytes: 10, waitingBytes: 0 }, 1_000_000)).toBeUndefined();
  });
});
