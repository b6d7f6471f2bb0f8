import { once } from 'node:events';
import { connect } from 'node:net';

export interface RawReply {
  readonly status: number;
  readonly head: string;
  readonly body: string;
  /** How many answers came on the one connection. */
  readonly answers: number;
}

/** Writes bytes to a socket, ends its half, and reads to the end. */
export async function sendRaw(url: string, bytes: string | Uint8Array): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // A server that has heard enough may close while we still write.
  socket.on('error', () => socket.destroy());
  socket.end(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  await once(socket, 'close');
  return readReply(Buffer.concat(chunks).toString('latin1'));
}

function readReply(text: string): RawReply {
  const end = text.indexOf('\r\n\r\n');
  const head = text.slice(0, Math.max(end, 0));
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
  const body = end === -1 ? '' : text.slice(end + 4, end + 4 + length);
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), head, body, answers: text.split(/HTTP\/1\.1 \d{3} /).length - 1 };
}
