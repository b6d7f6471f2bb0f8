import { spawnSync } from 'node:child_process';
import { root } from './bootstrap.mjs';

/** Every file that git keeps or would keep, by its path from the root. */
export function trackedFiles() {
  const { stdout, status } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = stdout.split('\0').filter((path) => path !== '');
  if (status !== 0 || files.length === 0) throw new Error('git lists no files');
  return [...new Set(files)];
}
