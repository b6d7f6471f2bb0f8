// A process of its own: the least that holds event streams. The same head, the same first event, the same beat; nobody is asked who they are.
import { createServer } from 'node:http';

const heartbeatMs = 15_000;
const view = JSON.stringify({ id: 'ps_bench', status: 'created', filler: 'x'.repeat(500) });

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  response.write('retry: 2000\n\n');
  response.write(`event: session\nid: 1\ndata: ${view}\n\n`);
  const beat = setInterval(() => response.write(': \n\n'), heartbeatMs);
  response.on('close', () => clearInterval(beat));
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => process.send?.(server.address()));
process.on('disconnect', () => process.exit(0));
