import { readFile } from 'node:fs/promises';
import type { ListedScript } from './compare-inventory.ts';
import type { PageRecord } from './page-record.ts';

/** What keeps the page from being looked at; its message is for whoever runs the command. */
export class VerifyPageError extends Error {
  override readonly name = 'VerifyPageError';
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

async function read(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch {
    throw new VerifyPageError(`${file} cannot be read as JSON`);
  }
}

/** The scripts of a `scripts-inventory.json`: ours, or one of the host's own in the same form. */
export async function readInventory(file: string): Promise<readonly ListedScript[]> {
  const inventory = await read(file);
  const scripts = isObject(inventory) && Array.isArray(inventory['scripts']) ? (inventory['scripts'] as readonly unknown[]) : undefined;
  const isListed = (script: unknown): script is ListedScript =>
    isObject(script) && isText(script['file']) && isText(script['integrity']) && script['integrity'].startsWith('sha384-');
  if (scripts === undefined || !scripts.every(isListed))
    throw new VerifyPageError(`${file} is no inventory: { "scripts": [{ "file", "integrity": "sha384-…" }] }`);
  return scripts;
}

/** What an earlier look printed. */
export async function readBaseline(file: string): Promise<PageRecord> {
  const record = await read(file);
  if (isRecord(record)) return record;
  throw new VerifyPageError(`${file} is not what this command prints`);
}

function isRecord(value: unknown): value is PageRecord & Readonly<Record<string, unknown>> {
  if (!isObject(value) || !isText(value['url']) || !Array.isArray(value['scripts']) || !isObject(value['headers'])) return false;
  const scripts = value['scripts'] as readonly unknown[];
  const isScript = (script: unknown) =>
    isObject(script) &&
    isText(script['url']) &&
    isText(script['sha384']) &&
    typeof script['inline'] === 'boolean' &&
    typeof script['integrity'] === 'boolean';
  return scripts.every(isScript) && Object.values(value['headers']).every(isText);
}
