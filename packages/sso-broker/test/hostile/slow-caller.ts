import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A caller over a bare socket, who takes his time. */
export class SlowCaller {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  #heard = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    // Not `once` of node:events: that rejects on the reset that a late byte is answered with.
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closed = promise;
    socket.once('close', () => resolve());
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      this.#heard += bytes.toString('latin1');
    });
  }

  /** Connected, `from` an address of this machine. */
  static async connect(url: string, from = '127.0.0.1'): Promise<SlowCaller> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), localAddress: from });
    const caller = new SlowCaller(socket);
    await once(socket, 'connect');
    return caller;
  }

  /** Says something, and then a byte at a time, without an end. */
  dribble(opening: string, everyMs = 20): this {
    this.#socket.write(opening);
    const timer = setInterval(() => this.#socket.write('x'), everyMs);
    void this.#closed.then(() => clearInterval(timer));
    return this;
  }

  say(text: string): this {
    this.#socket.write(text, 'latin1');
    return this;
  }

  /** Takes nothing in any more, so that what it is sent stays with the sender. */
  turnAway(): this {
    this.#socket.pause();
    return this;
  }

  get heard(): string {
    return this.#heard;
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  /** All that it was told until the broker closed the connection. */
  async untilClosed(): Promise<string> {
    await this.#closed;
    return this.#heard;
  }

  leave(): void {
    this.#socket.destroy();
  }
}
