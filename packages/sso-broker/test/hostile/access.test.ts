import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { tell } from '../../../../scripts/tried/tried.ts';
import { terms } from '../support/client.ts';
import { allowedOrigin, hostKey, otherOrigin, otherTenantKey, readOnlyKey } from '../support/credentials.ts';
import { accessTable, credentials, type Credential } from './access-table.ts';
import { ask, codeOf, twoTenants, type Reply, type TwoTenants } from './two-tenants.ts';

const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` });

/** How each credential is sent with a call about a session. */
function carry(credential: Credential, { fresh, another, foreign }: TwoTenants): { headers: Record<string, string>; query: string } {
  const forged = `${fresh.clientSecret.slice(0, -1)}${fresh.clientSecret.endsWith('A') ? 'B' : 'A'}`;
  const headers: Partial<Record<Credential, Record<string, string>>> = {
    wrongKey: bearer('sk_guess'),
    otherScheme: { authorization: `Basic ${Buffer.from(`${hostKey}:`).toString('base64')}` },
    key: bearer(hostKey),
    readKey: bearer(readOnlyKey),
    foreignKey: bearer(otherTenantKey),
    own: { ...bearer(fresh.clientSecret), origin: allowedOrigin },
    ownFromEmbed: { ...bearer(fresh.clientSecret), 'sec-fetch-site': 'same-origin' },
    ownFromNoPage: bearer(fresh.clientSecret),
    ownFromStranger: { ...bearer(fresh.clientSecret), origin: otherOrigin },
    ownByNavigation: { ...bearer(fresh.clientSecret), origin: allowedOrigin, 'sec-fetch-dest': 'document' },
    ofAnotherSession: { ...bearer(another.clientSecret), origin: allowedOrigin },
    ofAnotherTenant: { ...bearer(foreign.clientSecret), origin: otherOrigin },
    forgedSecret: { ...bearer(forged), origin: allowedOrigin },
    keyInCookie: { cookie: `authorization=Bearer ${hostKey}; key=${hostKey}` },
    keyInOtherHeader: {
      'x-api-key': hostKey,
      'proxy-authorization': `Bearer ${hostKey}`,
      'x-forwarded-authorization': `Bearer ${hostKey}`,
    },
  };
  const queries: Partial<Record<Credential, string>> = {
    keyInQuery: `?access_token=${hostKey}&authorization=Bearer%20${hostKey}`,
    secretInQuery: `?client_secret=${fresh.clientSecret}`,
  };
  return { headers: headers[credential] ?? {}, query: queries[credential] ?? '' };
}

const bodies: Readonly<Record<string, string>> = { 'POST /v1/payment-sessions': JSON.stringify({ ...terms, sso: 'nvp' }) };

/** The path with the first tenant's ids in it. */
function pathOf(route: string, { fresh, itemId, deliveryId, transactionId }: TwoTenants): string {
  const [, path = ''] = route.split(' ');
  const id = path.startsWith('/v1/attention') ? itemId : path.startsWith('/v1/webhook-deliveries') ? deliveryId : fresh.id;
  return path.replace(':id', id).replace(':transactionId', transactionId).replace(':tenant', 'riverside');
}

function call(world: TwoTenants, route: string, path: string, headers: Record<string, string>): Promise<Reply> {
  const [method = ''] = route.split(' ');
  const body = method === 'POST' ? (bodies[route] ?? '{}') : undefined;
  const json = body !== undefined && { 'content-type': 'application/json' };
  // Money moves under a key only.
  const key = route.includes('/v1/payments/') && { 'idempotency-key': randomUUID() };
  return ask(world.broker, method, path, { ...headers, ...json, ...key }, body);
}

/** Refusals of the guards; any other answer means that the call was let in. */
const guarded =
  /^ERR_(KEY|SCOPE|CLIENT_SECRET|ORIGIN|FETCH_METADATA|WEBHOOK_UNAUTHENTICATED|SESSION_UNKNOWN|DELIVERY_UNKNOWN|ATTENTION_UNKNOWN|PAYMENT_UNKNOWN)/;
const verdictOf = (reply: Reply) => {
  const code = codeOf(reply);
  return guarded.test(code) ? code : 'in';
};

describe('who may call what', { timeout: 180_000 }, () => {
  test('every route of the running broker has a row and lets each credential in, or refuses it, as the row says', async (context) => {
    const world = await twoTenants();
    const others = world.routes.filter((route) => !(route in accessTable) && route !== 'OPTIONS *');
    expect(Object.keys(accessTable).filter((route) => !world.routes.includes(route))).toEqual([]);
    expect(others.length).toBeGreaterThan(20);
    for (const route of others) {
      const { status } = await call(world, route, pathOf(route, world), bearer(hostKey));
      expect([route, status]).toEqual([route, 405]);
    }

    let cells = 0;
    for (const [route, row] of Object.entries(accessTable)) {
      for (const credential of credentials) {
        const { headers, query } = carry(credential, world);
        const verdict = verdictOf(await call(world, route, `${pathOf(route, world)}${query}`, headers));
        expect([route, credential, verdict]).toEqual([route, credential, row[credential]]);
        cells += 1;
      }
    }
    expect(cells).toBe(Object.keys(accessTable).length * credentials.length);
    tell(context, 'access', cells, 'calls by credential, each as its table says');
    tell(
      context,
      'routes',
      world.routes.length,
      `of the running broker: ${Object.keys(accessTable).length} calls, each with a row of the access table`,
    );
  });

  test('what is another tenant’s is answered like what is not there, to the letter, and nothing of it is given', async (context) => {
    const world = await twoTenants();
    const absent: Readonly<Record<string, string>> = {
      [world.fresh.id]: 'ps_0000000000000000000000',
      [world.itemId]: `${world.itemId.slice(0, -4)}0000`,
      [world.deliveryId]: `${world.deliveryId.slice(0, -4)}0000`,
      [world.transactionId]: 'f'.repeat(32),
    };
    // The page to be framed is anybody's: it is empty until the page around it brings a client secret.
    const routes = Object.keys(accessTable).filter((route) => /:id|:transactionId/.test(route) && route !== 'GET /embed/:id');
    for (const route of routes) {
      const path = pathOf(route, world);
      const id = Object.keys(absent).find((each) => path.includes(each)) ?? '';
      const replies = [path, path.replace(id, absent[id] ?? ''), path.replace(id, 'x')].map((each) =>
        call(world, route, each, bearer(otherTenantKey)),
      );
      const [foreign, ...unknown] = (await Promise.all(replies)).map(withoutRequestId);
      expect([route, foreign?.status]).toEqual([route, 404]);
      for (const each of unknown) expect([route, each]).toEqual([route, foreign]);
    }
    tell(context, 'foreign ids', routes.length * 3, 'calls: foreign, absent and malformed ids get one answer');

    const { settled, fresh, another, itemId, deliveryId, transactionId, foreign } = world;
    const seen: string[] = [];
    const queries = ['', '?changedSince=0', '?after=0', '?status=all', '?limit=100'];
    for (const route of Object.keys(accessTable)) {
      for (const id of [settled.id, fresh.id, another.id, itemId, deliveryId])
        for (const credential of [otherTenantKey, foreign.clientSecret])
          for (const query of route.startsWith('GET') ? queries : [''])
            seen.push(
              (
                await call(
                  world,
                  route,
                  `${route.split(' ')[1]?.replace(':id', id).replace(':transactionId', transactionId).replace(':tenant', 'hillside')}${query}`,
                  bearer(credential),
                )
              ).text,
            );
    }
    const text = seen.join('\n');
    for (const word of [settled.id, fresh.id, another.id, itemId, deliveryId, transactionId, fresh.clientSecret, 'Planted-'])
      expect(text).not.toContain(word);
    tell(context, 'cross-tenant reads', seen.length, 'answers searched: 0 with anything of another tenant');
  });
});

function withoutRequestId({ status, headers, text }: Reply) {
  const requestId = headers.get('request-id') ?? '';
  const rest = [...headers].filter(([name]) => !['request-id', 'date'].includes(name));
  return { status, headers: Object.fromEntries(rest), text: text.replaceAll(requestId, '') };
}
