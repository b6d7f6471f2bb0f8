import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../engine/clock.ts';
import { judgeStall, type Stall } from '../limits/stalled-reader.ts';

/** So many looks fall into the time that a stall may last. */
const looks = 4;

/**
 * Closes connections whose peer has taken nothing for `stalledTimeoutMs` of what waits for it, event streams among them. Node's own timeout is
 * about silence in both directions: who reads nothing but says something now and then would hold his answer, and its memory, for ever.
 */
export function dropStalledReaders(server: Server, stalledTimeoutMs: number, clock: Clock): void {
  const stalls = new Map<Socket, Stall | undefined>();
  // Over TLS it is the socket on top that the answer waits in.
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket: Socket) => {
      stalls.set(socket, undefined);
      socket.once('close', () => stalls.delete(socket));
    });
  }
  const look = (): void => {
    const nowMs = clock.nowMs();
    for (const [socket, before] of stalls) {
      const { bytesWritten, writableLength: waitingBytes } = socket;
      const stall = judgeStall(before, { takenBytes: bytesWritten - waitingBytes, waitingBytes }, nowMs);
      stalls.set(socket, stall);
      if (stall !== undefined && nowMs - stall.sinceMs >= stalledTimeoutMs) socket.destroy();
    }
    cancel = clock.setTimer(stalledTimeoutMs / looks, look);
  };
  let cancel = clock.setTimer(stalledTimeoutMs / looks, look);
  server.once('close', () => cancel());
}
