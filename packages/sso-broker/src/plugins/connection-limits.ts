import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { BlockList, Socket } from 'node:net';
import type { ConnectionSettings } from '../configuration/read-limits.ts';
import { BrokerError } from '../errors.ts';
import { addressGroup } from '../limits/address-group.ts';
import { ConnectionBook } from '../limits/connection-book.ts';
import { isListed } from '../limits/listed-address.ts';
import type { RefuseConnection } from './refuse-connection.ts';

const retryAfterSeconds = 10;

/**
 * Bounds connections, for an address and in total. One too many is refused before a byte of it is read, in words where it speaks no TLS;
 * when all of them are taken, the one that has had no request under way for longest is closed for it.
 */
export function limitConnections(
  server: Server,
  { most, perAddress }: ConnectionSettings,
  proxies: BlockList,
  refuse: RefuseConnection,
): void {
  const book = new ConnectionBook<string>({ most, perAddress });
  const sockets = new Map<string, Socket>();

  server.on('connection', (socket: Socket) => {
    const connection = nameOf(socket);
    const { remoteAddress = '' } = socket;
    const admission = book.admit(connection, isListed(proxies, remoteAddress) ? undefined : addressGroup(remoteAddress));
    if (admission.type !== 'admitted') {
      const code = admission.type === 'full' ? 'ERR_OVERLOADED' : 'ERR_TOO_MANY_CONNECTIONS';
      if (isTls(server)) socket.destroy();
      else refuse(new BrokerError(code, { retryAfterSeconds }), socket);
      return;
    }
    sockets.set(connection, socket);
    socket.once('close', () => {
      book.leave(connection);
      sockets.delete(connection);
    });
    if (admission.givesWay !== undefined) sockets.get(admission.givesWay)?.destroy();
  });

  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = nameOf(socket);
    book.begin(connection);
    response.once('close', () => book.end(connection));
  });
}

/** The same for a connection's own socket and for the one of TLS on top of it. */
const nameOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress ?? ''} ${remotePort ?? ''}`;

const isTls = (server: Server): boolean => 'setSecureContext' in server;
