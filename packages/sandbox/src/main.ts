import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { readConfiguration } from './read-configuration.ts';
import { startSandbox } from './start-sandbox.ts';

// The process: configuration from SANDBOX_CONFIG, ports from SANDBOX_PORT and SANDBOX_FILE_PORT, one line on stdout when ready, the log on stderr.
const port = Number(process.env['SANDBOX_PORT'] ?? 4020);
const filePort = Number(process.env['SANDBOX_FILE_PORT'] ?? 0);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

const isPort = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 65_535;

async function start() {
  const path = process.env['SANDBOX_CONFIG'] ?? fail('SANDBOX_CONFIG must name the JSON file of the sandbox configuration.');
  if (!isPort(port)) fail('SANDBOX_PORT must be a port number from 0 to 65535.');
  if (!isPort(filePort)) fail('SANDBOX_FILE_PORT must be a port number from 0 to 65535.');
  const configuration = readConfiguration(await readFile(path, 'utf8'));
  const log = pino({ name: 'sandbox' }, pino.destination(2));
  const sandbox = await startSandbox(configuration, { port, filePort, log });
  if (sandbox.fileServer) log.info({ event: 'file-server', port: sandbox.fileServer.port, hostKey: sandbox.fileServer.hostKey });
  return sandbox;
}

try {
  const sandbox = await start();
  console.log(`sandbox ready ${sandbox.url}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
} catch (error) {
  const { code, message, port: taken } = error as NodeJS.ErrnoException & { readonly port?: number };
  const name = taken === filePort ? 'SANDBOX_FILE_PORT' : 'SANDBOX_PORT';
  fail(
    code === 'EADDRINUSE'
      ? `${name} ${taken} is taken: set ${name} to a free port, or to 0 for any.`
      : `The sandbox cannot start: ${message}`,
  );
}
