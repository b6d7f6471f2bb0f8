import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './bootstrap.mjs';

interface Script {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly integrity: string;
  readonly purpose: string;
  readonly owner: string;
  readonly loaded: string;
  readonly needed: string;
}

let folder: string;
const widget = join(root, 'packages', 'widget');

async function build(script: string, dist: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env['PATH']}`;
  const builder = spawn(process.execPath, [script, dist], { env: { ...process.env, ...environment, PATH: path }, stdio: 'inherit' });
  expect(await once(builder, 'exit')).toEqual([0, null]);
}

/** The widget's sources and settings at another address of the disk, with the same tools. */
function copyOfTheWidget(): string {
  const copy = join(folder, 'elsewhere', 'packages', 'widget');
  for (const file of readdirSync(widget).filter((name) => /^src$|\.(mjs|json)$/.test(name))) {
    cpSync(join(widget, file), join(copy, file), { recursive: true });
  }
  cpSync(join(root, 'tsconfig.base.json'), join(folder, 'elsewhere', 'tsconfig.base.json'));
  symlinkSync(join(widget, 'node_modules'), join(copy, 'node_modules'));
  mkdirSync(join(folder, 'elsewhere', 'node_modules'));
  symlinkSync(join(root, 'node_modules', '@types'), join(folder, 'elsewhere', 'node_modules', '@types'));
  return copy;
}

const filesIn = (dist: string) =>
  readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
    .toSorted();

interface Inventory {
  readonly scripts: readonly Script[];
  readonly data: readonly Pick<Script, 'name' | 'file' | 'bytes' | 'integrity'>[];
}
const inventory = () => JSON.parse(readFileSync(join(folder, 'first', 'scripts-inventory.json'), 'utf8')) as Inventory;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'widget-release-'));
  await build(join(widget, 'build.mjs'), join(folder, 'first'), { TZ: 'Pacific/Kiritimati' });
  await build(join(copyOfTheWidget(), 'build.mjs'), join(folder, 'second'), { TZ: 'America/Adak', LANG: 'de_DE.UTF-8' });
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('two builds of the widget, at two places and in two time zones, are equal to the byte', () => {
  const files = filesIn(join(folder, 'first'));
  expect(files.length).toBeGreaterThan(30);
  expect(filesIn(join(folder, 'second'))).toEqual(files);
  const digest = (built: string, file: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, built, file)))
      .digest('hex');
  expect(files.filter((file) => digest('first', file) !== digest('second', file))).toEqual([]);
});

it('every script, and every file of data, has a file named by its version and digest, and the inventory tells its size and SHA-384', () => {
  const { version } = JSON.parse(readFileSync(join(widget, 'package.json'), 'utf8')) as { version: string };
  const { scripts, data } = inventory();
  for (const { name, file, bytes, integrity } of [...scripts, ...data]) {
    const code = readFileSync(join(folder, 'first', 'immutable', file));
    const digest = createHash('sha384').update(code).digest();
    expect({ bytes, integrity }).toEqual({ bytes: code.length, integrity: `sha384-${digest.toString('base64')}` });
    const [stem, type] = name.split('.');
    expect(file).toBe(`${stem}@${version}-${digest.toString('hex').slice(0, 12)}.${type}`);
    expect(code.equals(readFileSync(join(folder, 'first', name)))).toBe(true);
  }
});

it('the inventory lists every script that a page can load, with its reasons, and the tags hold the same digests', () => {
  const { scripts, data } = inventory();
  expect(scripts.map(({ name }) => name).toSorted()).toEqual(filesIn(join(folder, 'first')).filter((file) => /^[^/]*\.js$/.test(file)));
  expect([...scripts, ...data].map(({ file }) => file).toSorted()).toEqual(readdirSync(join(folder, 'first', 'immutable')).toSorted());
  const tags = readFileSync(join(folder, 'first', 'script-tags.html'), 'utf8')
    .trim()
    .split('\n');
  expect(tags).toEqual(
    scripts.map(({ file, integrity }) => `<script src="/widget/${file}" integrity="${integrity}" crossorigin="anonymous"></script>`),
  );
  for (const { purpose, owner, loaded, needed } of scripts) {
    for (const reason of [purpose, owner, loaded, needed]) expect(reason.length).toBeGreaterThan(10);
  }
});
