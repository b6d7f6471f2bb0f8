import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { readConfiguration } from './read-configuration.ts';
import { startSandbox } from './start-sandbox.ts';

// The process: configuration from SANDBOX_CONFIG, port from SANDBOX_PORT, one line on stdout when ready, the log on stderr.
const port = Number(process.env['SANDBOX_PORT'] ?? 4020);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

async function start() {
  const path = process.env['SANDBOX_CONFIG'] ?? fail('SANDBOX_CONFIG must name the JSON file of the sandbox configuration.');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail('SANDBOX_PORT must be a port number from 0 to 65535.');
  const configuration = readConfiguration(await readFile(path, 'utf8'));
  return startSandbox(configuration, { port, log: pino({ name: 'sandbox' }, pino.destination(2)) });
}

try {
  const sandbox = await start();
  console.log(`sandbox ready ${sandbox.url}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  fail(
    code === 'EADDRINUSE'
      ? `SANDBOX_PORT ${port} is taken: set SANDBOX_PORT to a free port, or to 0 for any.`
      : `The sandbox cannot start: ${message}`,
  );
}
