// The widget as a registry would hand it out: `pnpm pack`, unpacked into a project of its own, beside dependencies that are links into the workspace.
// Asks no network for anything.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, pnpmVersion, root } from './bootstrap.mjs';

const offline = { ...env, npm_config_offline: 'true', NPM_CONFIG_UPDATE_NOTIFIER: 'false' };

function must(command, args, cwd) {
  const { status, stderr, stdout } = spawnSync(command, args, { cwd, env: offline, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
}

/** Packs the built widget. Returns the folder it is in and the name of its archive. */
function packWidget() {
  const folder = mkdtempSync(join(tmpdir(), 'packed-widget-'));
  must('npx', ['--yes', `pnpm@${pnpmVersion}`, 'pack', '--pack-destination', folder], join(root, 'packages', 'widget'));
  return {
    folder,
    archive: join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.tgz')),
    ),
  };
}

/**
 * A project that has the packed widget in its `node_modules`, and of the workspace's packages those named: `{ react: <folder> }`. Returns the project's
 * folder and the archive; whoever asked removes the folder.
 */
export function consumerProject(dependencies) {
  const { folder, archive } = packWidget();
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@collect-payment'), { recursive: true });
  must('tar', ['-xzf', archive, '-C', folder], folder);
  renameSync(join(folder, 'package'), join(modules, '@collect-payment', 'widget'));
  for (const [name, place] of Object.entries(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(place, join(modules, name), 'dir');
  }
  return { folder, archive };
}
