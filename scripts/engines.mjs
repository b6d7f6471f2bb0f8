// Finds the browser beside Chromium that the flows are tried on: Gecko (Firefox ESR). Installs Debian's where it may.
import { existsSync } from 'node:fs';
import { run } from './bootstrap.mjs';

const present = (paths) => paths.find((path) => path !== undefined && path !== '' && existsSync(path));

/** Path of Firefox, or undefined. */
export const findFirefox = () => present([process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox']);

const engines = [{ name: 'Gecko', find: findFirefox, packages: ['firefox-esr'] }];

/** Installs what is missing where it can, and says which engines will not be tried. A machine without them passes without them. */
export function ensureEngines() {
  const missing = engines.filter(({ find }) => find() === undefined).flatMap(({ packages }) => packages);
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`· installing ${missing.join(', ')}`);
    run('apt-get', ['update', '-qq']);
    for (const name of missing) run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name]);
  }
  const not = engines.filter(({ find }) => find() === undefined).map(({ name, packages }) => `${name} (${packages.join(', ')})`);
  if (not.length > 0) console.log(`· not tried, for it is not here: ${not.join('; ')}`);
}
