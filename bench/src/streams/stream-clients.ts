// A process of its own, with file descriptors of its own: opens event streams, tells how many it holds, and holds them.
import { connect } from 'node:net';

export interface StreamsAsked {
  readonly port: number;
  readonly paths: readonly string[];
  readonly authorization: string;
}

/** Connections that are being opened at the same time. */
const atOnce = 100;

/** Resolves to whether the first event came. */
function follow(port: number, path: string, authorization: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ port, host: '127.0.0.1' }, () => {
    socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: text/event-stream\r\nauthorization: ${authorization}\r\n\r\n`);
  });
  socket.on('data', (bytes) => {
    if (bytes.includes('data: {')) resolve(true);
  });
  socket.on('error', () => resolve(false));
  socket.on('close', () => resolve(false));
  return promise;
}

process.on('message', ({ port, paths, authorization }: StreamsAsked) => {
  const left = [...paths];
  let held = 0;
  const lane = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) if (await follow(port, path, authorization)) held += 1;
  };
  void Promise.all(Array.from({ length: atOnce }, lane)).then(() => process.send?.(held));
});
process.on('disconnect', () => process.exit(0));
