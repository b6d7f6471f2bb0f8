import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child.ts';
import { brokerConfiguration, brokerSecrets, sandboxConfiguration, sandboxWebhooks } from './configuration.ts';
import { loadCredentials } from './credentials.ts';
import { startHost } from './host/server.ts';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

export interface StackOptions {
  /** Where keys, configurations and the broker's database are kept. */
  readonly folder: string;
  /** 0 means any free port. */
  readonly ports: { readonly demo: number; readonly broker: number; readonly sandbox: number };
  /** Only tests poll faster than InstaMed's documented 10 s. */
  readonly pollIntervalMs?: number;
  /** False leaves the broker to its polls. */
  readonly instamedWebhooks?: boolean;
  readonly report?: (line: string) => void;
}

export interface Stack {
  readonly demo: string;
  readonly broker: string;
  readonly sandbox: string;
  readonly secretKey: string;
  /** What only servers may know, by its name; tests look for it where it must not be. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Kills the broker as a crash would and starts it again on the same port and database; `meanwhile` happens while it is down. */
  restartBroker(meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts sandbox, demo and broker, in the order in which each learns the addresses of those before it. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const report = options.report ?? (() => undefined);
  const credentials = await loadCredentials(options.folder);
  const place = (name: string) => join(options.folder, name);
  const write = (name: string, text: string) => writeFileSync(place(name), text, { mode: 0o600 });

  mkdirSync(options.folder, { recursive: true });
  write('sandbox.json', JSON.stringify(sandboxConfiguration(credentials), null, 2));
  for (const [name, secret] of Object.entries(brokerSecrets(credentials))) write(name, secret);
  write('saml-signing-key.pem', credentials.identityProvider.privateKey);
  write('saml-signing-certificate.pem', credentials.identityProvider.certificate);
  write('saml-encryption-certificate.pem', credentials.serviceProvider.certificate);

  const running: { stop(): Promise<void> }[] = [];
  const stopAll = async () => {
    for (const part of running.toReversed()) await part.stop();
  };
  try {
    const sandbox = await startChild({
      name: 'sandbox',
      script: join(packages, 'sandbox/src/main.ts'),
      environment: { SANDBOX_CONFIG: place('sandbox.json'), SANDBOX_PORT: String(options.ports.sandbox) },
      logFile: place('sandbox.log'),
    });
    running.push(sandbox);
    report(`sandbox  ${sandbox.url}  (log: ${place('sandbox.log')})`);

    const host = await startHost(options.ports.demo);
    running.push(host);

    const configuration = brokerConfiguration(credentials, {
      sandboxUrl: sandbox.url,
      demoOrigin: host.url,
      database: 'broker.sqlite',
      signingKeyFile: 'saml-signing-key.pem',
      signingCertificateFile: 'saml-signing-certificate.pem',
      encryptionCertificateFile: 'saml-encryption-certificate.pem',
      ...(options.pollIntervalMs === undefined ? {} : { pollIntervalMs: options.pollIntervalMs }),
    });
    write('broker.json', JSON.stringify(configuration, null, 2));
    const startBroker = (port: number): Promise<Child> =>
      startChild({
        name: 'broker',
        script: join(packages, 'sso-broker/src/main.ts'),
        environment: { COLLECT_PAYMENT_CONFIG: place('broker.json'), BROKER_PORT: String(port) },
        logFile: place('broker.log'),
      });
    let broker = await startBroker(options.ports.broker);
    running.push({ stop: () => broker.stop() });
    report(`broker   ${broker.url}  (log: ${place('broker.log')})`);

    const { secretKey, webhookSecret } = credentials;
    host.connect({ broker: broker.url, sandbox: sandbox.url, secretKey, webhookSecret });
    if (options.instamedWebhooks !== false) await sendWebhooks(sandbox.url, sandboxWebhooks(credentials, broker.url));
    report(`demo     ${host.url}`);

    return {
      demo: host.url,
      broker: broker.url,
      sandbox: sandbox.url,
      secretKey: credentials.secretKey,
      secrets: { secretKey, signingKey: keyText(credentials.identityProvider.privateKey), ...brokerSecrets(credentials) },
      restartBroker: async (meanwhile) => {
        await broker.stop('SIGKILL');
        await meanwhile?.();
        broker = await startBroker(Number(new URL(broker.url).port));
      },
      stop: stopAll,
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** The first line of a PEM key's own bytes. */
const keyText = (pem: string): string => pem.split('\n')[1] ?? pem;

/** Tells the sandbox, once the broker's address is known, where to send its webhooks. */
async function sendWebhooks(sandboxUrl: string, webhooks: ReturnType<typeof sandboxWebhooks>): Promise<void> {
  const answer = await fetch(`${sandboxUrl}/sandbox/webhooks`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ webhooks }),
  });
  if (!answer.ok) throw new Error(`The sandbox refused its webhooks: ${answer.status}`);
}
