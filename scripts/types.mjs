// Type-checks every package of the workspace against its own tsconfig.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './bootstrap.mjs';

const folders = [
  'demo',
  'e2e',
  'bench',
  'simulation',
  'chaos',
  ...readdirSync(join(root, 'packages')).map((name) => join('packages', name)),
];
const projects = folders.filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));
/** What was checked before and has not changed is not checked again. */
const memory = (folder) => ['--incremental', '--tsBuildInfoFile', join(folder, 'node_modules', '.cache', 'typescript.tsbuildinfo')];
const failed = projects.filter((folder) => run('tsc', ['-p', folder, ...memory(folder)]) !== 0);
console.log(`types: ${projects.length} projects checked, ${failed.length} with errors`);
if (failed.length > 0 || projects.length === 0) process.exit(1);
