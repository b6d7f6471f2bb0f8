import { describe, expect, it } from 'vitest';
import { createLog, type LogEntry } from './log.ts';

function linesOf(...entries: readonly LogEntry[]): readonly Record<string, unknown>[] {
  const lines: string[] = [];
  const log = createLog({ write: (line) => void lines.push(line) });
  for (const entry of entries) log(entry);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('tells of an exception its name, code and place, and not its words', () => {
    const error = Object.assign(new TypeError('no patient O’Brien\n    at O’Brien (home:1:1)'), {
      code: 'ERR_X',
      cause: new Error('O’Brien'),
    });
    const [line] = linesOf({ type: 'internal_error', requestId: 'req_1', error });
    expect(line).toMatchObject({ level: 'error', type: 'internal_error', error: { name: 'TypeError', code: 'ERR_X' } });
    expect(JSON.stringify(line)).toContain('log.test.ts');
    expect(JSON.stringify(line)).not.toContain('Brien');
  });

  it('tells of what is thrown without being an error only its kind', () => {
    expect(linesOf({ type: 'fatal', error: 'O’Brien' })).toMatchObject([{ level: 'fatal', error: { name: 'string', frames: [] } }]);
  });

  it('raises its voice when a person must look', () => {
    const noted = { type: 'noted', tenantId: 't', sessionId: 'ps_1', note: { code: 'receipt_never_found', atMs: 0 } } as const;
    const changed = { type: 'status_changed', tenantId: 't', sessionId: 'ps_1', from: 'expired', to: 'approved' } as const;
    const levels = linesOf(
      { ...noted, attention: true },
      { ...noted, attention: false },
      { ...changed, late: true },
      { ...changed, late: false },
    );
    expect(levels.map(({ level }) => level)).toEqual(['error', 'warn', 'error', 'info']);
  });
});
