// A process of its own, so that its CPU time is not counted: answers every POST with the same token status.
// Asked to record, it also tells on request which tokens it was asked for, and when.
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { encodeTokenStatusResponse } from '@collect-payment/protocol';
import type { RecordedPoll } from './open-sessions/answering.ts';
import { readBenchToken } from './open-sessions/bench-token.ts';

const { contentType, body } = encodeTokenStatusResponse('1.1', 'NEW');
const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
const records = process.argv.includes('--record');
let polls: RecordedPoll[] = [];
let count = 0;

async function record(request: IncomingMessage): Promise<void> {
  const atMs = Date.now();
  const token = readBenchToken(await text(request));
  if (token !== undefined) polls.push([token, atMs]);
}

const server = createServer((request, response) => {
  count += 1;
  if (records) void record(request);
  else request.resume();
  request.on('end', () => response.writeHead(200, headers).end(body));
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit(0));
process.on('message', (asked: 'count' | 'polls') => {
  process.send?.(asked === 'count' ? count : polls);
  if (asked === 'polls') polls = [];
});
