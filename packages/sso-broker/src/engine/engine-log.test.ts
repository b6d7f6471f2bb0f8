import { describe, expect, it } from 'vitest';
import { tellable } from './engine-log.ts';

describe('a note in the log', () => {
  it('tells a word or an id of InstaMed’s, and nothing that could be a sentence', () => {
    const note = { code: 'unknown_token_status', word: 'PENDING', atMs: 1 } as const;
    expect(tellable(note)).toEqual(note);
    expect(tellable({ ...note, word: 'Mary Poe owes 12.00' })).toEqual({ ...note, word: '(not a code)' });
    expect(tellable({ ...note, word: 'x'.repeat(65) })).toMatchObject({ word: '(not a code)' });
    const undecided = { code: 'undecided_receipt', transactionId: 'Mary Poe', transactionStatus: 'no\nstatus', atMs: 1 } as const;
    expect(tellable(undecided)).toMatchObject({ transactionId: '(not a code)', transactionStatus: '(not a code)' });
    expect(tellable({ code: 'orphan_payment', transactionId: 'Mary Poe', atMs: 1 })).toMatchObject({ transactionId: '(not a code)' });
  });
});
