import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { pino, type Logger } from 'pino';
import { createApp } from './app.ts';
import { SandboxClock } from './clock.ts';
import type { SandboxConfiguration } from './configuration.ts';
import { FaultBoard } from './faults.ts';
import { Ledger } from './ledger.ts';
import type { Sandbox } from './sandbox.ts';
import { startFileServer, type FileServer } from './posting/file-server.ts';
import { AssertionCache } from './sso/assertion-cache.ts';
import { TrustedCertificates } from './sso/saml/trusted-certificates.ts';
import { SwitchBoard } from './switches.ts';
import { WebhookPoster } from './webhook/webhook-poster.ts';

export interface ListenOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Of the server of posting files; 0, the default, takes any free port. */
  readonly filePort?: number;
  readonly host?: string;
  /** Silent by default. */
  readonly log?: Logger;
}

/** A sandbox that is listening, with the boards a test works on directly. */
export interface RunningSandbox extends Pick<Sandbox, 'clock' | 'switches' | 'faults' | 'ledger'> {
  /** Without a trailing slash. */
  readonly url: string;
  /** Where the posting files are fetched, if an account has somebody who does. */
  readonly fileServer: FileServer | undefined;
  close(): Promise<void>;
}

/** Starts an offline InstaMed. @throws SandboxError ERR_SANDBOX_SWITCH_*; EADDRINUSE when the port is taken */
export async function startSandbox(configuration: SandboxConfiguration, listen: ListenOptions = {}): Promise<RunningSandbox> {
  const { port = 0, host = '127.0.0.1', log = pino({ level: 'silent' }) } = listen;
  let origins: readonly [string, ...string[]] = ['http://not-listening.invalid'];
  const clock = new SandboxClock(Date.now);
  const switches = new SwitchBoard(configuration.switches);
  const webhooks = new WebhookPoster(configuration.webhooks ?? [], clock, switches);
  const sandbox: Sandbox = {
    configuration,
    clock,
    switches,
    webhooks,
    faults: new FaultBoard(),
    ledger: new Ledger(),
    assertions: new AssertionCache(),
    certificates: new TrustedCertificates(configuration.accounts),
    log,
    origins: () => origins,
    originOf: (requested) => origins.find((origin) => new URL(origin).host === requested) ?? origins[0],
    newUuid: randomUUID,
  };
  const app = createApp(sandbox);
  await app.listen({ port, host });
  origins = originsOf(host, (app.server.address() as AddressInfo).port);
  const { faults, ledger } = sandbox;
  const fileServer = await startFileServer(configuration.accounts, ledger, { port: listen.filePort ?? 0, host });
  const close = async () => {
    webhooks.close();
    await fileServer?.close();
    await app.close();
  };
  return { url: origins[0], fileServer, clock, switches, faults, ledger, close };
}

/** A loopback address is also known as localhost, and an unspecified one by any loopback name. */
function originsOf(host: string, port: number): readonly [string, ...string[]] {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const bound = host.includes(':') ? `[${host}]` : host;
  const isLocal = [...names, '0.0.0.0', '[::]'].includes(bound);
  const first = bound === '0.0.0.0' || bound === '[::]' ? 'localhost' : bound;
  return [`http://${first}:${port}`, ...(isLocal ? names.filter((name) => name !== first).map((name) => `http://${name}:${port}`) : [])];
}
