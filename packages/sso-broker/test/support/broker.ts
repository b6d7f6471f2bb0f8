import { onTestFinished } from 'vitest';
import { readConfiguration, startBroker, type BrokerParts, type RunningBroker } from '../../src/index.ts';
import { brokerJson, type BrokerChoices } from './broker-json.ts';
import { identityProvider, secrets, serviceProvider } from './credentials.ts';
import { Client } from './client.ts';
import { makeDirectory } from './directory.ts';

export const environment = {
  SECURITY_KEY: secrets.securityKey,
  API_PASSWORD: secrets.apiPassword,
  REST_KEY: secrets.restKey,
  REST_SECRET: secrets.restSecret,
  CLIENT_SECRET_KEY: secrets.clientSecretKey,
  MASTER_KEY: secrets.masterKey,
  INBOUND_PASSWORD: secrets.inboundPassword,
  NEXT_INBOUND_PASSWORD: secrets.nextInboundPassword,
  WEBHOOK_SECRET: secrets.webhookSecret,
  METRICS_TOKEN: secrets.metricsToken,
  SIGNING_KEY: identityProvider.privateKey,
  SIGNING_CERTIFICATE: identityProvider.certificate,
  ENCRYPTION_CERTIFICATE: serviceProvider.certificate,
};

/** A real broker on a free port with a database of its own, and what it has logged. */
export interface TestBroker extends RunningBroker {
  readonly client: Client;
  readonly log: readonly string[];
  /** Closes it and starts another on the same database. */
  restart(choices?: BrokerChoices): Promise<TestBroker>;
}

/** Starts a broker that calls InstaMed at this address. Ends with the test. */
export async function startTestBroker(
  instamedUrl: string,
  choices: BrokerChoices = {},
  directory = makeDirectory(),
  parts: BrokerParts = {},
): Promise<TestBroker> {
  const log: string[] = [];
  const source = { environment: { ...environment, DATABASE_URL: choices.databaseUrl }, directory };
  const configuration = readConfiguration(brokerJson(instamedUrl, choices), source);
  const broker = await startBroker(configuration, { write: (line) => void log.push(line) }, parts);
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= broker.close());
  onTestFinished(close);
  return {
    url: broker.url,
    metricsUrl: broker.metricsUrl,
    broken: broker.broken,
    client: new Client(broker.url),
    log,
    close,
    async restart(changed = choices) {
      await close();
      return startTestBroker(instamedUrl, changed, directory);
    },
  };
}
