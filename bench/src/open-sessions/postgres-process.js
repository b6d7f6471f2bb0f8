// A process of its own: its types are of a server, and those of this folder know a browser's too.
import { once } from 'node:events';
import { startPostgresServer } from '@collect-payment/postgres-server';

const server = await startPostgresServer();
const ended = once(process, 'disconnect');
process.send?.(server.url);
await ended;
await server.stop();
process.exit(0);
