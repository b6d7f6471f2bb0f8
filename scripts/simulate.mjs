// `npm run simulate -- --seeds N`: sets up what is missing, then runs the simulation (docs/reliability.md).
import { install, run } from './bootstrap.mjs';

install();
process.exit(run('node', ['simulation/src/main.ts', ...process.argv.slice(2)]));
