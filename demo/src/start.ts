// `npm start`: the whole product on three ports. Prints `ready {…}` last; Ctrl-C ends everything.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPort } from './ports.ts';
import { startStack } from './stack.ts';

async function start(): Promise<void> {
  const ports = { demo: readPort('DEMO_PORT', 4000), broker: readPort('BROKER_PORT', 4010), sandbox: readPort('SANDBOX_PORT', 4020) };
  const folder = process.env['DEMO_DATA'] ?? join(fileURLToPath(new URL('../..', import.meta.url)), '.data');
  console.log('· starting sandbox, broker and demo');
  const stack = await startStack({ folder, ports, report: console.log });
  const end = () => {
    void stack.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  // The script that started us is gone.
  process.once('disconnect', end);
  const { demo, broker, sandbox, secretKey } = stack;
  console.log(`ready ${JSON.stringify({ demo, broker, sandbox, secretKey })}`);
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
