// Finds the browsers beside Chromium that the flows are tried on: Gecko (Firefox ESR) and WebKit (WebKitGTK). Installs Debian's where it may.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './bootstrap.mjs';

const present = (paths) => paths.find((path) => path !== undefined && path !== '' && existsSync(path));

/** Debian keeps it in a folder named after the machine and the version of the library. */
function findMiniBrowser() {
  if (!existsSync('/usr/lib')) return undefined;
  const folders = readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'));
  return present(
    folders.flatMap((folder) => ['4.1', '4.0', '6.0'].map((version) => join('/usr/lib', folder, `webkit2gtk-${version}`, 'MiniBrowser'))),
  );
}

/** Path of Firefox, or undefined. */
export const findFirefox = () => present([process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox']);

/** Paths of WebKitGTK's browser and driver and of a display, or undefined. */
export function findWebKit() {
  const [browser, driver, display] = [findMiniBrowser(), present(['/usr/bin/WebKitWebDriver']), present(['/usr/bin/Xvfb'])];
  return browser && driver && display && { browser, driver, display };
}

const engines = [
  { name: 'Gecko', find: findFirefox, packages: ['firefox-esr'] },
  { name: 'WebKit', find: findWebKit, packages: ['webkit2gtk-driver', 'xvfb'] },
];

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
