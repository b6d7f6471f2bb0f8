import { describe, expect, test } from 'vitest';
import { tell } from '../../../../scripts/tried/tried.ts';
import { readWidgetFiles } from '../../src/embed/widget-files.ts';
import { startTestBroker } from '../support/broker.ts';
import { allowedOrigin, hostKey } from '../support/credentials.ts';
import { always, headerTable, type Headers as Row } from './header-table.ts';
import { ask, twoTenants, type Reply } from './two-tenants.ts';

const bearer = { authorization: `Bearer ${hostKey}` };
const said = ({ headers }: Reply, row: Row) => Object.fromEntries(Object.keys(row).map((name) => [name, headers.get(name)]));

describe('what a browser is told', { timeout: 120_000 }, () => {
  test('every route of the running broker, let in or refused, forbids all that its page does not need', async (context) => {
    const world = await twoTenants();
    const table = headerTable(allowedOrigin, world.sandbox.url);
    expect(Object.keys(table).filter((route) => !world.routes.includes(route))).toEqual([]);
    const [widget] = readWidgetFiles()?.scripts ?? [];
    const paths = new Map<string, string>([
      ['/widget/:file', widget?.file ?? ''],
      ['/v1/attention/:id/acknowledge', world.itemId],
      ['/v1/webhook-deliveries/:id/replay', world.deliveryId],
    ]);
    let answers = 0;
    for (const route of world.routes.filter((each) => each !== 'OPTIONS *')) {
      const [method = '', template = ''] = route.split(' ');
      const path = template.replace(/:(id|file)/, paths.get(template) ?? world.settled.id).replace(':tenant', 'riverside');
      const query = template.startsWith('/return/') ? `?session=${world.settled.id}` : '';
      const body = method === 'POST' ? '{}' : undefined;
      const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      for (const credential of [bearer, {}]) {
        const reply = await ask(world.broker, method, `${path}${query}`, { ...json, ...credential }, body);
        const row = { ...always, ...(reply.status < 400 && table[route]) };
        expect([route, reply.status, said(reply, row)]).toEqual([route, reply.status, row]);
        answers += 1;
      }
    }
    for (const [method, path] of [
      ['GET', '/nowhere'],
      ['GET', '/%zz'],
      ['GET', '/return/confirm?session=ps_0000000000000000000000'],
      ['POST', '/v1/payment-sessions'],
    ] as const) {
      const reply = await ask(world.broker, method, path, {}, method === 'POST' ? 'x' : undefined);
      const policy = said(reply, always)['content-security-policy'] ?? '';
      expect([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
      expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'none'")]);
    }
    expect(answers).toBeGreaterThan(200);
    tell(context, 'headers', answers, 'answers of every route, each with the headers of its row');
  });

  test('no policy has a word that would let a page run what it was not given', () => {
    const policies = [always, ...Object.values(headerTable('https://portal.test', 'https://screens.test'))];
    for (const { 'content-security-policy': policy } of policies) expect(policy ?? '').not.toMatch(/unsafe|data:|blob:|\*|https?:(\s|;|$)/);
  });

  test('to come by https only is said by a broker that is known by https', async () => {
    const { url } = await startTestBroker('http://127.0.0.1:9', { publicUrl: 'https://broker.test' });
    const answer = await fetch(`${url}/healthz`);
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});
