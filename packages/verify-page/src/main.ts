#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { compareBaseline } from './compare-baseline.ts';
import { compareInventory } from './compare-inventory.ts';
import { judgePolicy } from './judge-policy.ts';
import { lookAtPage } from './look-at-page.ts';
import type { Finding } from './page-record.ts';
import { readBaseline, readInventory, VerifyPageError } from './read-json.ts';

const usage = `collect-payment-verify-page <url> [--expect inventory.json]… [--baseline earlier.json]
  --expect         a scripts-inventory.json; every script must be listed in one of them
  --baseline       what an earlier look printed; nothing may be different
  --storage-state  cookies of a signed-in test patient, as Playwright keeps them
  --settle-ms      how long the network may take to fall silent (5000)
  --chromium       path of a Chromium (or CHROMIUM_PATH)
Prints JSON. Exit code: 0 as it should be, 1 findings, 2 could not look.`;

const options = {
  expect: { type: 'string', multiple: true },
  baseline: { type: 'string' },
  'storage-state': { type: 'string' },
  'settle-ms': { type: 'string', default: '5000' },
  chromium: { type: 'string' },
} as const;

function readArguments() {
  const { values, positionals } = (() => {
    try {
      return parseArgs({ options, allowPositionals: true });
    } catch {
      throw new VerifyPageError(usage);
    }
  })();
  const [url = ''] = positionals;
  const settleMs = Number(values['settle-ms']);
  const isWeb = /^https?:$/.test(URL.parse(url)?.protocol ?? '');
  if (positionals.length !== 1 || !isWeb || !Number.isSafeInteger(settleMs) || settleMs < 1) throw new VerifyPageError(usage);
  return { ...values, url, settleMs };
}

async function verifyPage(): Promise<readonly Finding[]> {
  const { url, settleMs, expect = [], baseline, chromium, 'storage-state': storageState } = readArguments();
  // Read before the browser starts: a wrong file should not cost a look.
  const listed = (await Promise.all(expect.map(readInventory))).flat();
  const before = baseline === undefined ? undefined : await readBaseline(baseline);
  const record = await lookAtPage({ url, executablePath: chromium ?? process.env['CHROMIUM_PATH'], storageState, settleMs });
  const findings = [
    ...judgePolicy(record),
    ...(expect.length === 0 ? [] : compareInventory(record, listed)),
    ...(before === undefined ? [] : compareBaseline(record, before)),
  ];
  console.log(JSON.stringify({ ...record, findings }, null, 2));
  return findings;
}

try {
  const findings = await verifyPage();
  for (const { code, what, detail } of findings) console.error(`${code}  ${what}  ${detail}`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof VerifyPageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
