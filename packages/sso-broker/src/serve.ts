import type { BrokerConfiguration } from './configuration/configuration.ts';
import { ConfigurationFileError, loadConfiguration } from './configuration/load-configuration.ts';
import { ConfigurationError } from './configuration/problems.ts';
import { SignerError } from './identity/saml-signer.ts';
import { createLog } from './log.ts';
import { startBroker, type RunningBroker } from './start-broker.ts';
import { StoreError } from './storage/store-error.ts';

/** Where the configuration is, and what the operator calls that place. */
export interface ConfigurationPlace {
  readonly path: string | undefined;
  readonly name: string;
}

const logDestination = { write: (line: string) => void process.stderr.write(line) };

/** What an operator can put right: told in words, without a stack. */
class StartError extends Error {
  override readonly name = 'StartError';
}

function readSettings({ path, name }: ConfigurationPlace, environment: NodeJS.ProcessEnv): BrokerConfiguration {
  if (!path) throw new StartError(`${name} must name the configuration file.`);
  const configuration = loadConfiguration(path, name, environment);
  const port = environment['BROKER_PORT'];
  if (!port) return configuration;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new StartError('BROKER_PORT must be a number from 0 to 65535.');
  return { ...configuration, listen: { ...configuration.listen, port: Number(port) } };
}

async function start(place: ConfigurationPlace): Promise<RunningBroker> {
  const configuration = readSettings(place, process.env);
  try {
    return await startBroker(configuration, logDestination);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error;
    const { listen, metrics } = configuration;
    if ('port' in error && metrics !== undefined && error.port === metrics.listen.port)
      throw new StartError(`Port ${metrics.listen.port} is taken; set metrics/listen/port to another.`, { cause: error });
    throw new StartError(`Port ${listen.port} is taken; set BROKER_PORT to another (0 for any free one).`, { cause: error });
  }
}

function fail(error: unknown): never {
  const readable = [StartError, ConfigurationFileError, ConfigurationError, StoreError, SignerError].some((type) => error instanceof type);
  if (!readable || !(error instanceof Error)) endAtOnce(error);
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

/** Whoever waits for an answer is told to come back, and the process ends. The next one checks the database before it goes on. */
async function endWhenBroken(running: RunningBroker): Promise<void> {
  const error = await running.broken;
  createLog(logDestination)({ type: 'store_broken', error });
  await running.close().finally(() => fail(error));
}

/** Runs the broker until SIGTERM or SIGINT drains it: this process is the broker's from here on, and so is its exit code. */
export async function serve(place: ConfigurationPlace): Promise<void> {
  process.on('uncaughtException', endAtOnce);
  process.on('unhandledRejection', endAtOnce);

  const broker = await start(place).catch(fail);
  process.stdout.write(`broker ready ${broker.url}\n`);
  void endWhenBroken(broker);

  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      broker.close().then(() => process.exit(0), fail);
    });
  }
}
