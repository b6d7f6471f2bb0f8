import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const startTimeoutMs = 10_000;
const program = fileURLToPath(new URL('../answering-server.ts', import.meta.url));

/** The number of a token, and when its status was asked for. */
export type RecordedPoll = readonly [token: number, atMs: number];

/** The answering server, as a process of its own. */
export class Answering {
  readonly #child: ChildProcess;
  readonly origin: string;

  private constructor(child: ChildProcess, { port }: AddressInfo) {
    this.#child = child;
    this.origin = `http://127.0.0.1:${port}`;
  }

  static async start(...options: readonly '--record'[]): Promise<Answering> {
    const child = fork(program, options);
    const [address] = (await once(child, 'message', { signal: AbortSignal.timeout(startTimeoutMs) })) as [AddressInfo];
    return new Answering(child, address);
  }

  /** How often it has answered so far. */
  async count(): Promise<number> {
    return this.#ask<number>('count');
  }

  /** What was asked since this was last called. */
  async polls(): Promise<readonly RecordedPoll[]> {
    return this.#ask<readonly RecordedPoll[]>('polls');
  }

  stop(): void {
    this.#child.disconnect();
  }

  async #ask<Answer>(question: 'count' | 'polls'): Promise<Answer> {
    const answered = once(this.#child, 'message') as Promise<[Answer]>;
    this.#child.send(question);
    return (await answered)[0];
  }
}
