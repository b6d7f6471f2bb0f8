// `npm run chaos -- --kills N`: sets up what is missing, then runs chaos (docs/reliability.md).
import { install, run } from './bootstrap.mjs';

install();
process.exit(run('node', ['chaos/src/main.ts', ...process.argv.slice(2)]));
