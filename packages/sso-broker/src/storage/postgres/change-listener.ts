import type { Client, Notification } from 'pg';
import type { Clock } from '../../engine/clock.ts';
import type { StoreWatcher } from '../store.ts';
import { createClient } from './connections.ts';
import type { PostgresSettings } from './postgres-settings.ts';
import { statements } from './statements.ts';

export const changeChannel = 'collect_payment_changes';

const reconnectMs = 1_000;
/** A connection that fell silent without being closed is found out by asking. */
const heartbeatMs = 10_000;
const heartbeatTimeoutMs = 5_000;

/** What `NOTIFY` carries: who changed which session. Never more: the session itself is read from the table. */
export function encodeChange(owner: string, sessionId: string): string {
  return `${owner} ${sessionId}`;
}

/** Hears of the changes that other brokers commit, on a connection of its own (PostgreSQL, LISTEN), and shows by it that this broker lives. */
export class ChangeListener {
  readonly #settings: PostgresSettings;
  readonly #owner: string;
  readonly #clock: Clock;
  #watcher: StoreWatcher | undefined;
  #client: Client | undefined;
  #cancelTimer: () => void = () => undefined;
  #stopped = false;

  constructor(settings: PostgresSettings, owner: string, clock: Clock) {
    this.#settings = settings;
    this.#owner = owner;
    this.#clock = clock;
  }

  watch(watcher: StoreWatcher): void {
    this.#watcher = watcher;
  }

  /** Resolves when nothing committed from now on is missed. Rejects when the server cannot be reached. */
  async start(): Promise<void> {
    const client = createClient(this.#settings, 'collect-payment-listener');
    client.on('error', () => undefined);
    client.on('notification', (notification) => this.#hear(notification));
    client.on('end', () => this.#lost(client));
    this.#client = client;
    await client.connect();
    await client.query(`LISTEN ${changeChannel}`);
    await client.query({ ...statements.lockOwner, values: [this.#owner] });
    this.#beatLater(client);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    await this.#client?.end().catch(() => undefined);
  }

  #hear({ payload = '' }: Notification): void {
    const [owner, sessionId] = payload.split(' ');
    if (owner !== this.#owner && sessionId !== undefined) this.#watcher?.changed(sessionId);
  }

  #beatLater(client: Client): void {
    this.#setTimer(heartbeatMs, () => void this.#beat(client));
  }

  async #beat(client: Client): Promise<void> {
    this.#setTimer(heartbeatTimeoutMs, () => this.#lost(client));
    try {
      await client.query('SELECT 1');
      if (client === this.#client) this.#beatLater(client);
    } catch {
      this.#lost(client);
    }
  }

  #lost(client: Client): void {
    if (this.#stopped || client !== this.#client) return;
    this.#client = undefined;
    void client.end().catch(() => undefined);
    this.#setTimer(reconnectMs, () => void this.#restart());
  }

  async #restart(): Promise<void> {
    try {
      await this.start();
      this.#watcher?.missedSome();
    } catch {
      if (this.#client !== undefined) this.#lost(this.#client);
    }
  }

  #setTimer(delayMs: number, run: () => void): void {
    this.#cancelTimer();
    if (!this.#stopped) this.#cancelTimer = this.#clock.setTimer(delayMs, run);
  }
}
