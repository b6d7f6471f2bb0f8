import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/engine/clock.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Engine, NewSession } from '../../src/engine/engine.ts';
import type { EngineLogEntry } from '../../src/engine/engine-log.ts';
import type { HostWebhooks } from '../../src/engine/host-webhooks.ts';
import type { LaunchLimits } from '../../src/engine/launch-limits.ts';
import { SqliteStore } from '../../src/storage/sqlite/sqlite-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { terms } from '../session/terms.ts';
import { FakeClock } from './fake-clock.ts';
import { ScriptedGateway } from './scripted-gateway.ts';

const { id: _, polling, createdAtMs: _created, expiresAtMs: _expires, ...asked } = terms;

/** What a host asks for. */
export const newSession: NewSession = asked;

/** An engine over a real SQLite file, with a clock and a gateway that do as they are told. Can be killed and started again. */
export class TestBroker {
  readonly clock = new FakeClock();
  readonly gateway = new ScriptedGateway();
  readonly entries: EngineLogEntry[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'engine-'));
  readonly #wrap: (store: Store) => Store;
  readonly #webhooks: HostWebhooks | undefined;
  readonly #limit: ((clock: Clock) => LaunchLimits) | undefined;
  store: Store;
  engine: Engine;

  /** `wrap` puts something between the engine and its store. */
  constructor(wrap: (store: Store) => Store = (store) => store, webhooks?: HostWebhooks, limit?: (clock: Clock) => LaunchLimits) {
    this.#wrap = wrap;
    this.#webhooks = webhooks;
    this.#limit = limit;
    this.store = this.#openStore();
    this.engine = this.#startEngine();
  }

  /** A session that exists, launched or not. */
  async created(): Promise<string> {
    const result = await this.engine.create(newSession);
    if (result.type !== 'created') throw new Error(result.type);
    return result.session.terms.id;
  }

  async launched(): Promise<string> {
    const id = await this.created();
    await this.engine.launch(id, 'popup');
    return id;
  }

  async statusOf(id: string): Promise<string | undefined> {
    return (await this.engine.get(id))?.status;
  }

  /** The process dies, whatever it was doing, and another starts on the same file. */
  async killAndRestart(): Promise<void> {
    await this.store.close();
    this.clock.dropTimers();
    this.store = this.#openStore();
    this.engine = this.#startEngine();
  }

  async end(): Promise<void> {
    await this.engine.stop();
    await this.store.close();
    rmSync(this.#folder, { recursive: true });
  }

  #openStore(): Store {
    return this.#wrap(new SqliteStore(join(this.#folder, 'broker.sqlite')));
  }

  #startEngine(): Engine {
    const engine = createEngine({
      store: this.store,
      gateway: this.gateway,
      clock: this.clock,
      log: (entry) => this.entries.push(entry),
      randomBytes: (count) => randomBytes(count),
      random: () => 0.5,
      polling,
      ...(this.#limit !== undefined && { launchLimits: this.#limit(this.clock) }),
      ...(this.#webhooks !== undefined && { webhooks: this.#webhooks }),
    });
    engine.start();
    return engine;
  }
}
