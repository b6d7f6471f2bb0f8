import { describe, expect, it } from 'vitest';
import type { Conflict } from '../engine/engine.ts';
import { refuseConflict } from './refuse-conflict.ts';

const codeOf = (reason: Conflict['reason']) => refuseConflict({ type: 'conflict', reason, session: undefined as never }).code;

describe('a call that the status of the session forbids', () => {
  it.each([
    ['launching', 'ERR_LAUNCH_IN_PROGRESS'],
    ['open', 'ERR_LAUNCH_IN_PROGRESS'],
    ['confirming', 'ERR_PAYMENT_UNRESOLVED'],
    ['unresolved', 'ERR_PAYMENT_UNRESOLVED'],
    ['settled', 'ERR_SESSION_SETTLED'],
    ['session_expired', 'ERR_SESSION_EXPIRED'],
  ] as const)('in %s is %s', (reason, code) => {
    expect(codeOf(reason)).toBe(code);
  });
});
