import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
// @ts-expect-error plain JavaScript, shared with the set-up scripts, which run before TypeScript is installed
import { findChromium } from '../../../scripts/chromium.mjs';
import type { Finding, PageRecord } from '../src/page-record.ts';

const command = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const dist = fileURLToPath(new URL('../../widget/dist/', import.meta.url));

/** The widget's own inventory, as its build wrote it. */
export const inventoryFile = `${dist}scripts-inventory.json`;
const { scripts } = JSON.parse(readFileSync(inventoryFile, 'utf8')) as { scripts: { file: string; integrity: string }[] };
const widget = scripts[0]!;
export const widgetPath = `/widget/${widget.file}`;
export const widgetTag = `<script src="${widgetPath}" integrity="${widget.integrity}" crossorigin="anonymous"></script>`;

/** What a host serves; a test changes it between two looks. */
export interface PaymentPage {
  html: string;
  headers: Record<string, string>;
  files: Record<string, string>;
  status: number;
  readonly url: string;
  /** Cookies of each request for the page. */
  readonly cookies: (string | undefined)[];
}

/** A host's page with the widget, as the documentation has it, on a server of its own. */
export async function startPaymentPage(): Promise<PaymentPage> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const file = page.files[pathname];
    if (file !== undefined) response.setHeader('content-type', 'text/javascript').end(file);
    else if (pathname === '/pay') {
      page.cookies.push(request.headers.cookie);
      response.writeHead(page.status, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
    } else response.writeHead(404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const page: PaymentPage = {
    html: `<!doctype html><title>Pay</title><collect-payment broker="https://broker.example.org"></collect-payment>${widgetTag}`,
    headers: { 'content-security-policy': "default-src 'none'; script-src 'self'", 'referrer-policy': 'no-referrer' },
    files: { [widgetPath]: readFileSync(`${dist}immutable/${widget.file}`, 'utf8') },
    status: 200,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/pay?patient=Sentinel`,
    cookies: [],
  };
  return page;
}

export interface Look {
  readonly code: number;
  readonly said: string;
  readonly record: PageRecord & { readonly findings: readonly Finding[] };
  /** Code and what it is about, in alphabetical order. */
  readonly findings: readonly string[];
}

export const byText = (one: string, other: string): number => (one < other ? -1 : 1);

/** Runs the command as an operator does. */
export async function verifyPage(...given: readonly string[]): Promise<Look> {
  const environment = { ...process.env, CHROMIUM_PATH: findChromium() as string };
  const child = spawn(process.execPath, [command, ...given], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit') as Promise<[number]>]);
  const record = JSON.parse(out === '' ? '{"findings":[]}' : out) as Look['record'];
  return { code, said, record, findings: record.findings.map(({ code: finding, what }) => `${finding} ${what}`).toSorted(byText) };
}

/** A file of its own, for one test. */
export function writeTemporary(name: string, value: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'verify-page-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}
