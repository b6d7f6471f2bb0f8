import { describe, expect, it } from 'vitest';
import { plainText } from './plain-text.ts';

describe('a plain text', () => {
  it.each([`O'Brien <&"> 李`, 'محمد', 'می‌خواهم', 'Nguyễn', '👩‍⚕️ Ada'])('is what it was: %s', (text) => {
    expect(plainText(text, 300)).toBe(text);
  });

  it.each([
    ['control characters', 'A\u0000d\u0007a\u009F', 'Ada'],
    ['orders of direction', '\u202EadA\u202C \u2066x\u2069\u200F', 'adA x'],
    ['what is neither seen nor a joiner', 'A\u00ADd\u200Ba\u{E0041}', 'Ada'],
    ['lines and spaces of any kind', '\n A\td\u00A0a\u2028b\r\n', 'A d a b'],
    ['a letter taken apart', 'Jose\u0301', 'José'],
    ['half of a surrogate pair', 'A\uD800', 'A\uFFFD'],
    ['private and unassigned characters', 'A\uE000\u{10FFFE}', 'A'],
    ['nothing but orders', '\u202E\u202D', ''],
  ])('holds no %s', (_what, text, plain) => {
    expect(plainText(text, 300)).toBe(plain);
  });

  it('has as many characters as it may, the last of which tells that there were more', () => {
    expect(plainText('x'.repeat(300), 300)).toBe('x'.repeat(300));
    expect(plainText('x'.repeat(301), 300)).toBe(`${'x'.repeat(299)}…`);
    expect(plainText('李'.repeat(1e6), 3)).toBe('李李…');
  });

  it('has no more marks on a letter than a script puts there', () => {
    expect(Array.from(plainText(`e${'\u0323'.repeat(10_000)}`, 300)).length).toBeLessThanOrEqual(5);
  });
});
