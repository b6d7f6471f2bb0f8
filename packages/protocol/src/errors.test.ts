import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProtocolError, protocolErrors } from './errors.ts';

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && path !== 'errors.ts')
  .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'))
  .join('\n');

test.each(Object.keys(protocolErrors))('%s is thrown by some reader or writer', (code) => {
  expect(sources).toContain(`'${code}'`);
});

test('the message is the catalogue’s summary and the details are beside it', () => {
  const error = new ProtocolError('ERR_NVP_BAD_ESCAPE', { pair: 3 });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'ProtocolError',
    code: 'ERR_NVP_BAD_ESCAPE',
    details: { pair: 3 },
    message: protocolErrors.ERR_NVP_BAD_ESCAPE,
  });
});
