import { describe, expect, it } from 'vitest';
import { brokenLinks, readLinkedSections } from './linked-tests.ts';

const complaints = readLinkedSections('complaints.md');

describe('the complaints', () => {
  it('are all 25, in order, each with what is done about it', () => {
    expect(complaints.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    expect(complaints.filter(({ text }) => !/\*\*Here:\*\* \S.{15,}/.test(text)).map(({ number }) => number)).toEqual([]);
  });

  it('name only tests that exist, on every line of their lists', () => {
    expect(brokenLinks(complaints)).toEqual([]);
  });

  it('have a test each, or say what is not built', () => {
    const untested = complaints.filter(({ tests }) => tests.length === 0);
    expect(untested.filter(({ open = '' }) => !/^Not built: .{10,}/.test(open)).map(({ number }) => number)).toEqual([]);
    expect(untested.length).toBeLessThan(3);
  });
});
