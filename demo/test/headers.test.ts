import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../src/stack.ts';

let folder: string;
let stack: Stack;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'headers-'));
  stack = await startStack({ folder, ports: { demo: 0, broker: 0, sandbox: 0 }, instamedWebhooks: false });
}, 60_000);
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

/** Every page a browser is shown by one of the three servers, and what is said beside it. */
const pages = [
  ['demo', '/'],
  ['demo', '/portal'],
  ['demo', '/staff'],
  ['demo', '/looks'],
  ['demo', '/playground'],
  ['demo', '/docs/broker'],
  ['demo', '/payments'],
  ['demo', '/assets/portal.js'],
  ['demo', '/api/accounts'],
  ['demo', '/nowhere'],
  ['broker', '/docs/errors'],
  ['broker', '/return/confirm'],
  ['broker', '/return/cancel'],
  ['broker', '/return/landing.js'],
  ['broker', '/embed/SESSION'],
  ['broker', '/embed/embed.css'],
  ['broker', '/openapi.json'],
  ['broker', '/nowhere'],
  ['sandbox', '/'],
  ['sandbox', '/providers/Form/PatientPayments/NewPatientPaymentSSO'],
  ['sandbox', '/providers/Form/PatientPayments/NewPaymentSimpleSSO'],
  ['sandbox', '/providers/Form/SSO/SSOError'],
  ['sandbox', '/sandbox/ledger'],
] as const;

async function headersOf(server: 'demo' | 'broker' | 'sandbox', path: string): Promise<Headers> {
  const asked = await fetch(`${stack.demo}/api/accounts/alvarez/collect`, { method: 'POST' });
  const { id } = (await asked.json()) as { readonly id: string };
  return (await fetch(stack[server] + path.replace('SESSION', id))).headers;
}

describe('a page of the stack', { timeout: 60_000 }, () => {
  it.each(pages)('of the %s at %s is under a policy without exceptions, and is told nothing it need not know', async (server, path) => {
    const headers = await headersOf(server, path);
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]),
    );
    for (const directive of ['default-src', 'object-src', 'base-uri'])
      expect([directive, policy.get(directive)]).toEqual([directive, ["'none'"]]);
    expect(policy.get('form-action')).toEqual([server === 'sandbox' && policy.has('script-src') ? "'self'" : "'none'"]);
    expect(policy.get('require-trusted-types-for')).toEqual(["'script'"]);
    expect(policy.get('trusted-types')).toEqual([server === 'demo' || path === '/embed/SESSION' ? 'lit-html' : "'none'"]);
    for (const directive of ['script-src', 'style-src']) expect(policy.get(directive) ?? ["'self'"]).toEqual(["'self'"]);
    expect([...policy.values()].flat().join(' ')).not.toMatch(/unsafe|\*|data:|blob:/);
    // InstaMed's screens live in other people's frames; every other page says whose it may be in.
    expect(policy.has('frame-ancestors')).toBe(!(server === 'sandbox' && policy.has('script-src')));
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('may be framed by the clinic’s own pages only, where it takes payments', async () => {
    expect((await headersOf('broker', '/embed/SESSION')).get('content-security-policy')).toContain(`frame-ancestors ${stack.demo};`);
    expect((await headersOf('demo', '/portal')).get('content-security-policy')).toContain("frame-ancestors 'none';");
  });
});
