// Gives each script of the build a name that will never mean other bytes, and writes what a merchant must keep about it:
// who it is from, why it is there and the digest a browser can hold it to (PCI DSS 6.4.3).
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const scripts = [
  {
    name: 'collect-payment.js',
    purpose:
      "Shows <collect-payment>: asks the broker for a payment page, shows InstaMed's page in a frame, a popup or by redirect, and its receipt.",
    owner: 'Collect Payment',
    loaded:
      'With the page, by its own script tag. It loads no other script; words of other languages, and for saving a card, it fetches as data.',
    needed: 'Without it the page cannot take a payment. No field for a card number is in it: cards are typed on the page of InstaMed.',
  },
  {
    name: 'collect-payment-frame.js',
    purpose: "Shows <collect-payment-frame>: the payment on a page of the broker's, in a frame, and its news as events.",
    owner: 'Collect Payment',
    loaded: 'With the page, by its own script tag, instead of collect-payment.js, or later. It loads no other script.',
    needed: "Without it the page cannot hand the client secret to the broker's page, nor hear of the payment.",
  },
  {
    name: 'collect-payment-embed.js',
    purpose: "The script of the broker's own page /embed/{id}: puts <collect-payment> into it, and tells the page around of its events.",
    owner: 'Collect Payment',
    loaded: "With the broker's page, by its own script tag. No page of a host loads it.",
    needed: "Without it the broker's page shows nothing.",
  },
];

/** Copies a file of the build to `immutable/<name>@<version>-<first 12 hex digits of its SHA-384>.<js|json>`, and tells of it. */
export function releaseFile(dist, name, { version }) {
  mkdirSync(join(dist, 'immutable'), { recursive: true });
  const bytes = readFileSync(join(dist, name));
  const digest = createHash('sha384').update(bytes).digest();
  const file = name.replace(/(?=\.[a-z]+$)/, `@${version}-${digest.toString('hex').slice(0, 12)}`);
  writeFileSync(join(dist, 'immutable', file), bytes);
  return { file, bytes: bytes.length, integrity: `sha384-${digest.toString('base64')}` };
}

const loadable = new Set(['collect-payment.js', 'collect-payment-frame.js']);

/**
 * Releases each script, and writes `scripts-inventory.json`, which lists them and the data that the element fetches, and
 * `script-tags.html`, the tags to paste. Nothing in them depends on when or where they are written. Returns what the loader must know of the scripts
 * that define an element.
 */
export function writeRelease(dist, manifest, data) {
  const { name, version } = manifest;
  const listed = scripts.map(({ name: script, purpose, owner, loaded, needed }) => {
    const { file, bytes, integrity } = releaseFile(dist, script, manifest);
    return { name: script, file, bytes, integrity, purpose, owner, loaded, needed };
  });
  writeFileSync(join(dist, 'scripts-inventory.json'), `${JSON.stringify({ package: name, version, scripts: listed, data }, null, 2)}\n`);
  const tags = listed.map(
    ({ file, integrity }) => `<script src="/widget/${file}" integrity="${integrity}" crossorigin="anonymous"></script>\n`,
  );
  writeFileSync(join(dist, 'script-tags.html'), tags.join(''));
  const loaded = listed.filter(({ name: script }) => loadable.has(script));
  return Object.fromEntries(loaded.map(({ name: script, file, integrity }) => [script.replace('.js', ''), { file, integrity }]));
}
