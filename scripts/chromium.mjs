// Finds Chromium for the browser tests, and installs it where it can: Debian's package as root, else Playwright's own.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { run } from './bootstrap.mjs';

/** Path of a Chromium that exists, or undefined: `CHROMIUM_PATH`, Debian's, Playwright's own. */
export function findChromium() {
  const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', chromium.executablePath()];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}

/** Installs Chromium when none is found. */
export function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  console.log('· installing Chromium');
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core', 'fonts-noto-cjk']);
  } else {
    run('playwright', ['install', 'chromium']);
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error('No Chromium found or installed; set CHROMIUM_PATH to one.');
  return installed;
}

// Debian's Chromium as root has no sandbox; the other flags keep it from looking for the internet.
export const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
