import { describe, expect, it } from 'vitest';
import { decodeText } from './charset.ts';

describe('the text of an answer', () => {
  it.each([
    ['UTF-8 when nothing is said', Buffer.from('李 é'), undefined, '李 é'],
    ['UTF-8 in any spelling', Buffer.from('李'), 'text/html; Charset="UTF8"', '李'],
    ['without a byte order mark', Buffer.from('\uFEFFa=1'), 'text/plain; charset=utf-8', 'a=1'],
    ['Latin 1 when declared', Buffer.from([0xe9]), 'text/html; charset=iso-8859-1', 'é'],
    ['ASCII when declared', Buffer.from('a=1'), ['text/html; charset=us-ascii'], 'a=1'],
  ])('is read as %s', (_name, bytes, contentType, text) => {
    expect(decodeText(bytes, contentType)).toBe(text);
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x41]), undefined],
    ['another charset', Buffer.from('+AGE-'), 'text/html; charset=utf-7'],
    ['a charset nobody knows', Buffer.from('a'), 'text/html; charset=klingon'],
  ])('is not read from %s', (_name, bytes, contentType) => {
    expect(decodeText(bytes, contentType)).toBeUndefined();
  });
});
