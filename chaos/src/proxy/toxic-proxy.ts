import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { pause } from '../pause.ts';
import { harmless, type Toxic } from './toxic.ts';

/** Sees what goes by, by the number of its connection. */
export interface Bystander {
  there(connection: number, bytes: Buffer): void;
  back(connection: number): void;
  ended(connection: number): void;
}

interface Line {
  readonly number: number;
  readonly client: Socket;
  readonly upstream: Socket;
  swallowed: boolean;
}

/** Stands between two processes and does to their connections what it is told. */
export class ToxicProxy {
  toxic: Toxic = harmless;
  /** Connections that it has broken. */
  broken = 0;
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #bystander: Bystander | undefined;
  readonly #lines = new Set<Line>();
  #count = 0;

  private constructor(targetPort: number, bystander: Bystander | undefined) {
    this.#targetPort = targetPort;
    this.#bystander = bystander;
    this.#server = createServer((client) => this.#open(client));
  }

  static async start(targetPort: number, bystander?: Bystander): Promise<ToxicProxy> {
    const proxy = new ToxicProxy(targetPort, bystander);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resets every connection. Answers how many there were. */
  cutAll(): number {
    const count = this.#lines.size;
    for (const line of this.#lines) this.#break(line);
    return count;
  }

  async close(): Promise<void> {
    this.cutAll();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #open(client: Socket): void {
    client.on('error', () => undefined);
    if (this.toxic.type === 'refuse') {
      this.broken += 1;
      client.resetAndDestroy();
      return;
    }
    this.#count += 1;
    const upstream = connect(this.#targetPort, '127.0.0.1');
    const line: Line = { number: this.#count, client, upstream, swallowed: false };
    this.#lines.add(line);
    upstream.on('error', () => client.resetAndDestroy());
    client.once('close', () => {
      this.#lines.delete(line);
      this.#bystander?.ended(line.number);
      upstream.destroy();
    });
    this.#carry(line, client, upstream, (bytes) => this.#bystander?.there(line.number, bytes));
    this.#carry(line, upstream, client, () => this.#bystander?.back(line.number));
  }

  #carry(line: Line, from: Socket, to: Socket, seen: (bytes: Buffer) => void): void {
    let last = Promise.resolve();
    from.on('data', (bytes: Buffer) => {
      seen(bytes);
      last = last.then(() => this.#pass(line, to, bytes));
    });
    from.on('end', () => {
      last = last.then(() => void to.end());
    });
  }

  async #pass(line: Line, to: Socket, bytes: Buffer): Promise<void> {
    const { toxic } = this;
    if (toxic.type === 'black-hole' && !line.swallowed) {
      line.swallowed = true;
      this.broken += 1;
    }
    if (line.swallowed || to.destroyed) return;
    if (toxic.type === 'cut') {
      to.write(bytes.subarray(0, Math.floor(bytes.length * toxic.share)), () => this.#break(line));
      return;
    }
    if (toxic.type === 'latency') await pause(toxic.ms);
    if (toxic.type === 'drip') {
      for (let at = 0; at < bytes.length && !to.destroyed && this.toxic === toxic; at += toxic.bytes) {
        to.write(bytes.subarray(at, at + toxic.bytes));
        await pause(toxic.everyMs);
        if (this.toxic !== toxic) to.write(bytes.subarray(at + toxic.bytes));
      }
      return;
    }
    to.write(bytes);
  }

  #break({ client, upstream }: Line): void {
    this.broken += 1;
    client.resetAndDestroy();
    upstream.resetAndDestroy();
  }
}
