import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createCertificate, type Sandbox } from '@collect-payment/sandbox';
import { createTestDatabase } from '../postgres/database.ts';
import { readyUrl, startBrokerProcess } from '../support/broker-process.ts';
import { startInstaMed } from '../support/instamed.ts';
import { Balancer } from './balancer.ts';
import { startHost, type Host } from './host.ts';
import { Pages } from './pages.ts';
import { oldKeys, rotatingJson, type Keys } from './rotating-json.ts';

/** After each restart so many pages are launched by both brokers, of which one has changed and the other perhaps not. */
const pagesBetween = 6;

export const nextSigner = await createCertificate('next identity provider');
export const nextWebhookSecret = `whsec_${randomBytes(32).toString('base64')}`;
const nextVariables = {
  NEXT_CLIENT_SECRET_KEY: randomBytes(32).toString('base64'),
  NEXT_WEBHOOK_SECRET: nextWebhookSecret,
  NEXT_SIGNING_KEY: nextSigner.privateKey,
  NEXT_SIGNING_CERTIFICATE: nextSigner.certificate,
};

interface FleetParts {
  readonly instamed: Sandbox;
  readonly host: Host;
  readonly balancer: Balancer;
  readonly children: [ChildProcess, ChildProcess];
  readonly start: (keys: Keys) => Promise<Started>;
}

/** Two brokers on one database, under load. */
export class Fleet {
  readonly instamed: Sandbox;
  readonly host: Host;
  readonly balancer: Balancer;
  readonly pages: Pages;
  restarts = 0;
  #keys = oldKeys;
  readonly #children: [ChildProcess, ChildProcess];
  readonly #start: (keys: Keys) => Promise<Started>;

  constructor({ instamed, host, balancer, children, start }: FleetParts) {
    this.instamed = instamed;
    this.host = host;
    this.balancer = balancer;
    this.pages = new Pages({ instamed, balancer, host });
    this.#children = children;
    this.#start = start;
  }

  get keys(): Keys {
    return this.#keys;
  }

  /** What the brokers are configured with now. */
  json(): unknown {
    return rotatingJson(this.instamed.url, '', this.host.url, this.#keys);
  }

  /** One step of a change, on one broker after the other: SIGTERM, wait for its drain, start it anew. */
  async roll(change: Partial<Keys>): Promise<void> {
    this.#keys = { ...this.#keys, ...change };
    for (const index of [0, 1] as const) {
      await this.pages.more(pagesBetween);
      const old = this.#children[index];
      const ended = once(old, 'exit');
      old.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      if (code !== 0) throw new Error(`a drained broker ended with ${code}`);
      const { child, url } = await this.#start(this.#keys);
      this.#children[index] = child;
      this.balancer.urls[index] = url;
      this.restarts += 1;
    }
    await this.pages.more(pagesBetween);
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

export async function startFleet(): Promise<Fleet> {
  const instamed = await startInstaMed();
  const database = await createTestDatabase();
  const host = await startHost();
  const start = async (keys: Keys): Promise<Started> => {
    const json = rotatingJson(instamed.url, database.url, host.url, keys);
    const child = startBrokerProcess(json, { variables: { DATABASE_URL: database.url, ...nextVariables } });
    child.stderr?.resume();
    return { child, url: await readyUrl(child) };
  };
  const one = await start(oldKeys);
  const two = await start(oldKeys);
  return new Fleet({ instamed, host, balancer: new Balancer([one.url, two.url]), children: [one.child, two.child], start });
}
