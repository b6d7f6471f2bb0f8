import { expect, it } from 'vitest';
import { countDuplicates, PollLog, type Poll } from '../src/proxy/poll-log.ts';

const poll = (broker: string, startedAtMs: number): Poll => ({
  broker,
  token: 'a',
  startedAtMs,
  answeredAtMs: startedAtMs + 10,
});

it('a poll is read off a connection, in however many pieces it comes', () => {
  const log = new PollLog('one');
  log.there(1, Buffer.from('POST /x HTTP/1.1\r\n\r\n<tokenID>ab'));
  log.there(1, Buffer.from('c</tokenID><accountID>x</accountID>'));
  log.back(1);
  log.there(2, Buffer.from('<tokenID>def</tokenID>'));
  log.ended(2);
  expect(log.polls.map(({ token, answeredAtMs }) => [token, answeredAtMs !== undefined])).toEqual([
    ['abc', true],
    ['def', false],
  ]);
});

it.each([
  ['one broker in step', [poll('one', 0), poll('one', 1_000), poll('one', 1_100)], 0],
  ['two brokers in turn', [poll('one', 0), poll('two', 1_010)], 0],
  ['a poll that was never answered, and was taken over', [{ ...poll('one', 0), answeredAtMs: undefined }, poll('two', 100)], 0],
  ['two brokers at one token', [poll('one', 0), poll('two', 100), poll('one', 1_000), poll('two', 1_100)], 2],
])('%s are counted right', (_name, polls, duplicates) => {
  expect(countDuplicates(polls, 1_000).get('a')).toBe(duplicates);
});
