import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { writeErrorReference } from './error-reference.ts';
import { BrokerError, errorCatalogue, isBrokerError } from './errors.ts';

describe('the error catalogue', () => {
  it('is what docs/errors.md says', async () => {
    const page = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    expect(page).toBe(writeErrorReference());
  });

  it.each(Object.entries(errorCatalogue))('%s is retryable only where waiting can help', (_code, { status, retryable }) => {
    const waitingCannotHelp = [400, 401, 403, 404, 405, 413, 415, 422];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(retryable && waitingCannotHelp.includes(status)).toBe(false);
  });

  it('gives every code a summary of its own', () => {
    const summaries = Object.values(errorCatalogue).map((entry) => entry.summary);
    expect(new Set(summaries).size).toBe(summaries.length);
  });
});

describe('BrokerError', () => {
  it('carries the code, the typed details and the cause', () => {
    const cause = new Error('socket closed');
    const error: unknown = new BrokerError('ERR_UPSTREAM_TIMEOUT', { operation: 'launch' }, { cause });
    if (!isBrokerError(error) || error.code !== 'ERR_UPSTREAM_TIMEOUT') throw new Error('not narrowed');
    expect(error.details.operation).toBe('launch');
    expect(error.cause).toBe(cause);
    expect(error.message).toBe(errorCatalogue.ERR_UPSTREAM_TIMEOUT.summary);
  });
});
