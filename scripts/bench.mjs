// `npm run bench`: sets up what is missing, then prints every ratio of docs/performance.md in one run.
import { build, install, run } from './bootstrap.mjs';

install();
build();
process.exit(run('node', ['bench/src/main.ts', ...process.argv.slice(2)]));
