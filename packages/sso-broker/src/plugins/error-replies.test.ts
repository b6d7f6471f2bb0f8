import { describe, expect, it } from 'vitest';
import { StoreError } from '../storage/store-error.ts';
import { toBrokerError, writeErrorBody } from './error-replies.ts';

const withStatus = (error: Error, statusCode: number, code?: string) => Object.assign(error, { statusCode, ...(code && { code }) });

describe('what was thrown', () => {
  it.each([
    ['a store that is away', new StoreError('ERR_STORE_UNAVAILABLE'), 'ERR_STORE_UNAVAILABLE'],
    ['a body that is no JSON', withStatus(new SyntaxError('Unexpected token'), 400), 'ERR_BODY_NOT_JSON'],
    ['a refusal of the server that has no name here', withStatus(new Error('x'), 414, 'FST_ERR_MAX'), 'ERR_REQUEST_MALFORMED'],
    ['a failure of the server', withStatus(new Error('x'), 500, 'FST_ERR_X'), 'ERR_INTERNAL'],
    ['a bug', new TypeError('cannot read'), 'ERR_INTERNAL'],
    ['a text', 'boom', 'ERR_INTERNAL'],
  ] as const)('is told as %s', (_name, thrown, code) => {
    expect(toBrokerError(thrown).code).toBe(code);
  });

  it('is kept for the log, and never told to the caller', () => {
    const cause = new Error('patient O’Brien');
    const error = toBrokerError(cause);
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(writeErrorBody(error, 'req_1', 'https://broker.test'))).toBe(
      '{"error":{"code":"ERR_INTERNAL","message":"The broker failed; its log has the cause under this request id.",' +
        '"docUrl":"https://broker.test/docs/errors#ERR_INTERNAL","requestId":"req_1"}}',
    );
  });
});
