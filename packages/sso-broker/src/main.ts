import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigurationError } from './configuration/problems.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import type { BrokerConfiguration } from './configuration/configuration.ts';
import { SignerError } from './identity/saml-signer.ts';
import { createLog } from './log.ts';
import { startBroker, type RunningBroker } from './start-broker.ts';
import { StoreError } from './storage/store-error.ts';

const logDestination = { write: (line: string) => void process.stderr.write(line) };

/** What an operator can put right: told in words, without a stack. */
class StartError extends Error {
  override readonly name = 'StartError';
}

function loadConfiguration(environment: NodeJS.ProcessEnv): BrokerConfiguration {
  const path = environment['COLLECT_PAYMENT_CONFIG'];
  if (!path) throw new StartError('COLLECT_PAYMENT_CONFIG must name the configuration file.');
  const configuration = readConfiguration(readJson(path), { environment, directory: dirname(resolve(path)) });
  const port = environment['BROKER_PORT'];
  if (!port) return configuration;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new StartError('BROKER_PORT must be a number from 0 to 65535.');
  return { ...configuration, listen: { ...configuration.listen, port: Number(port) } };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // A parser's message quotes the text, which a careless operator may have put a secret in.
    throw new StartError(`COLLECT_PAYMENT_CONFIG: ${error instanceof SyntaxError ? 'the file is not JSON' : 'the file cannot be read'}.`);
  }
}

async function start(): Promise<RunningBroker> {
  const configuration = loadConfiguration(process.env);
  try {
    return await startBroker(configuration, logDestination);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error;
    throw new StartError(`Port ${configuration.listen.port} is taken; set BROKER_PORT to another (0 for any free one).`);
  }
}

function fail(error: unknown): never {
  const readable =
    error instanceof StartError || error instanceof ConfigurationError || error instanceof StoreError || error instanceof SignerError;
  if (!readable) endAtOnce(error);
  process.stderr.write(`${error.message}${causeOf(error)}\n`);
  process.exit(1);
}

/** What the operating system or PostgreSQL calls the trouble (ECONNREFUSED, 28P01); never its text, which may quote an address or a name. */
function causeOf({ cause }: Error): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : '';
}

/** What nobody has caught leaves the process in no known state. The supervisor starts another; the database knows where to go on. */
function endAtOnce(error: unknown): never {
  createLog(logDestination)({ type: 'fatal', error });
  process.exit(1);
}

process.on('uncaughtException', endAtOnce);
process.on('unhandledRejection', endAtOnce);

const broker = await start().catch(fail);
process.stdout.write(`broker ready ${broker.url}\n`);

/** Whoever waits for an answer is told to come back, and the process ends. The next one checks the database before it goes on. */
async function endWhenBroken(running: RunningBroker): Promise<void> {
  const error = await running.broken;
  createLog(logDestination)({ type: 'store_broken', error });
  await running.close().finally(() => fail(error));
}
void endWhenBroken(broker);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    broker.close().then(() => process.exit(0), fail);
  });
}
