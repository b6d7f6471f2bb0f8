import { fileURLToPath } from 'node:url';
import type { PollLog } from '../proxy/poll-log.ts';
import type { ToxicProxy } from '../proxy/toxic-proxy.ts';
import { pause } from '../pause.ts';
import { Child } from './child.ts';
import type { LogBook } from './log-book.ts';

const preload = fileURLToPath(new URL('../clock/shifted-from-the-start.ts', import.meta.url));
/** Far longer than a start takes on a busy machine; only one that hangs is ended. */
const readyWithinMs = 120_000;
const startPauseMs = 500;
/** The broker waits at most 20 s for requests; a look-up under way is shorter. */
const drainWithinMs = 45_000;

export interface SlotOptions {
  readonly name: string;
  readonly port: number;
  readonly main: string;
  /** What stands before the command, such as what enters another mount namespace. */
  readonly before: readonly [string, ...string[]] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: LogBook;
  /** Towards InstaMed, and towards the database where there is a way to one. */
  readonly proxies: readonly ToxicProxy[];
  readonly polls: PollLog;
}

/** A place where a broker runs: one process after the other, always at the same address. */
export class BrokerSlot {
  readonly #options: SlotOptions;
  #child: Child | undefined;
  #ready: Child | undefined;
  /** Grows with every order given, so that a supervisor at work on an older one lets go. */
  #order = 0;
  /** Ends nobody asked for, and starts that came to nothing. */
  deaths = 0;
  /** Starts that were neither ready nor over in time. */
  hungStarts = 0;
  readonly complaints: string[] = [];

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  /** Whether a broker has said that it is ready, and has not ended since. */
  get isUp(): boolean {
    return this.#ready !== undefined && this.#ready === this.#child && !this.#ready.hasEnded;
  }

  get proxies(): readonly ToxicProxy[] {
    return this.#options.proxies;
  }

  get polls(): PollLog {
    return this.#options.polls;
  }

  /** Starts a broker, again and again until it is ready, as a supervisor does; and again when it dies by itself. */
  async start(clockShiftMs: number): Promise<void> {
    this.#order += 1;
    await this.#supervise(this.#order, clockShiftMs);
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to end, and complains when it does not end well. */
  async drain(): Promise<void> {
    const child = this.#child;
    const hurry = new AbortController();
    const ending = this.#end('SIGTERM');
    const late = this.#complainLater(child, hurry.signal);
    await ending;
    hurry.abort();
    await late;
  }

  async stopFor(ms: number): Promise<void> {
    const child = this.#child;
    child?.signal('SIGSTOP');
    await pause(ms);
    child?.signal('SIGCONT');
  }

  async #complainLater(child: Child | undefined, hurry: AbortSignal): Promise<void> {
    await pause(drainWithinMs, hurry);
    if (child === undefined || child.hasEnded) return;
    this.complaints.push(`${this.#options.name} was asked to end and did not`);
    child.signal('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#order += 1;
    const child = this.#child;
    if (child === undefined || child.hasEnded) return;
    child.signal(signal);
    await child.ended;
    await child.said;
  }

  #spawn(clockShiftMs: number): Child {
    const { name, port, main, before, environment, log } = this.#options;
    const command: readonly [string, ...string[]] = [process.execPath, '--import', preload, main];
    return new Child({
      name: 'broker',
      label: name,
      command: before === undefined ? command : [...before, ...command],
      environment: { ...environment, BROKER_PORT: String(port), CLOCK_SHIFT_MS: String(clockShiftMs) },
      log,
    });
  }

  async #supervise(order: number, clockShiftMs: number): Promise<void> {
    while (order === this.#order) {
      const child = this.#spawn(clockShiftMs);
      this.#child = child;
      if (await isReadyInTime(child)) {
        this.#ready = child;
        void child.ended.then(() => this.#afterDeath(order, clockShiftMs));
        return;
      }
      if (!child.hasEnded) this.hungStarts += 1;
      child.signal('SIGKILL');
      await this.#afterEnd(child, order);
    }
  }

  async #afterEnd(child: Child, order: number): Promise<void> {
    await child.ended;
    if (order === this.#order) this.deaths += 1;
    await pause(startPauseMs);
  }

  async #afterDeath(order: number, clockShiftMs: number): Promise<void> {
    if (order !== this.#order) return;
    this.deaths += 1;
    await pause(startPauseMs);
    await this.#supervise(order, clockShiftMs);
  }
}

async function isReadyInTime(child: Child): Promise<boolean> {
  const decided = new AbortController();
  const isReady = await Promise.race([child.ready, pause(readyWithinMs, decided.signal).then(() => false)]);
  decided.abort();
  return isReady;
}
