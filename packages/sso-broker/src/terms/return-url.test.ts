import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs, tell } from '../../../../scripts/tried/tried.ts';
import { isReturnUrlOn } from './return-url.ts';

const origins = ['https://portal.test', 'http://localhost:3000'];

it.each(['https://portal.test', 'https://portal.test/', 'https://portal.test/a?b=https://evil.test#c', 'http://localhost:3000/done'])(
  'a return URL on the tenant’s own pages is taken: %s',
  (url) => {
    expect(isReturnUrlOn(url, origins)).toBe(true);
  },
);

it.each([
  'https://evil.test/',
  'https://portal.test.evil.test/',
  'https://portal.test@evil.test/',
  'https://portal.test:x@evil.test/',
  'https://evil.test\\@portal.test/',
  'https://evil.test#@portal.test/',
  'https://evil.test?@portal.test/',
  'https://user@portal.test/',
  'https://portal.test:444/',
  'http://portal.test/',
  'http://localhost:3001/',
  'https://portal.test%2eevil.test/',
  'https://portal。test.evil.test/',
  'https:evil.test',
  'https:portal.test',
  'https:/portal.test',
  ' https://portal.test',
  '//evil.test/',
  '///evil.test/',
  '\\\\evil.test\\',
  '/done',
  'done',
  '',
  'javascript:alert(document.domain)//https://portal.test',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:https://portal.test/7d1c',
  'filesystem:https://portal.test/temporary/x',
  'view-source:https://portal.test/',
  'about:blank',
  'file:///etc/passwd',
])('a return URL that leads elsewhere is refused: %j', (url) => {
  expect(isReturnUrlOn(url, origins)).toBe(false);
});

const parts = ['https:', 'http:', 'javascript:', '/', '//', '\\', '@', ':', '.', '?', '#', '%2f', '%40', '\t', '\n', ' ', '。', '::1'];
const names = ['portal.test', 'evil.test', 'localhost', '3000', '444', 'a'];
const url = fc.oneof(
  fc.array(fc.constantFrom(...parts, ...names), { maxLength: 9 }).map((list) => list.join('')),
  fc.webUrl(),
);

it('where a browser would go by an accepted return URL is one of the tenant’s origins', (context) => {
  let accepted = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        url,
        url.map((end) => `https://portal.test${end}`),
      ),
      (text) => {
        if (!isReturnUrlOn(text, origins)) return;
        accepted += 1;
        // As `location.replace` reads it on the landing page.
        expect(origins).toContain(new URL(text, 'https://broker.test/return/confirm').origin);
      },
    ),
    runs(20_000),
  );
  expect(accepted).toBeGreaterThan(100);
  tell(context, 'return URLs', 20_000, `put together from their parts: ${accepted} accepted, each on a page of the tenant's`);
});
