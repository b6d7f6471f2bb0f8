// A process of its own, so that its CPU time is not counted: answers every POST with the same token status.
import { createServer } from 'node:http';
import { encodeTokenStatusResponse } from '@collect-payment/protocol';

const { contentType, body } = encodeTokenStatusResponse('1.1', 'NEW');
const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, headers).end(body));
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit(0));
