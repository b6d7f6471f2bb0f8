// Makes a fresh clone runnable with nothing but Node and npm: installs the workspace (which brings its own Node 24)
// and builds the widget. Runs on any Node from 20, so it imports nothing that is not part of Node.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const pnpmVersion = '12.21.0';
const stamps = join(root, 'node_modules', '.collect-payment');

/** Environment in which `node`, and every tool the workspace installs, is the workspace's own. */
export const env = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
};

/** Runs a command in the workspace; returns its exit code. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

function filesUnder(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .toSorted();
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Runs `work` unless its inputs are what they were when it last succeeded. */
function once(name, inputs, outputs, work) {
  const stamp = join(stamps, name);
  const want = fingerprint(inputs);
  const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === want && outputs.every((path) => existsSync(path));
  if (done) return;
  work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, want);
}

function step(title, command, args) {
  console.log(`· ${title}`);
  if (run(command, args) !== 0) {
    console.error(`${title}: failed`);
    process.exit(1);
  }
}

function manifests() {
  const folders = [
    '.',
    'demo',
    'e2e',
    'bench',
    'simulation',
    'chaos',
    ...readdirSync(join(root, 'packages')).map((name) => join('packages', name)),
  ];
  return folders.map((folder) => join(root, folder, 'package.json')).filter((file) => existsSync(file));
}

/** Installs dependencies when the lockfile or a manifest changed. */
export function install() {
  const inputs = [join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml'), ...manifests()];
  once('install', inputs, [join(root, 'node_modules', '.bin', 'node')], () => {
    step('installing dependencies (first time: about a minute)', 'npx', ['--yes', `pnpm@${pnpmVersion}`, 'install', '--frozen-lockfile']);
  });
}

/** Builds what browsers get, when its sources changed. */
export function build() {
  const parts = ['contract-types.mjs', 'manifest.mjs', 'release.mjs', 'tsconfig.build.json', 'vscode-data.mjs', 'web-types.mjs'];
  // Its types hold those of the contract.
  buildPackage('widget', parts, filesUnder(join(root, 'packages', 'contract', 'src')));
  // Its scripts hold the card data of `protocol`.
  buildPackage('card-reader', [], filesUnder(join(root, 'packages', 'protocol', 'src', 'card-data')));
}

function buildPackage(name, ownFiles, others = []) {
  const folder = join(root, 'packages', name);
  const own = ['package.json', 'build.mjs', ...ownFiles].map((file) => join(folder, file));
  const inputs = [...filesUnder(join(folder, 'src')), ...own, ...others, join(root, 'pnpm-lock.yaml')];
  once(name, inputs, [join(folder, 'dist')], () => {
    step(`building the ${name}`, 'npx', ['--yes', `pnpm@${pnpmVersion}`, '--filter', `@collect-payment/${name}`, 'run', 'build']);
  });
}
