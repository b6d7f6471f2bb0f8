import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import type { Toxic } from '../src/proxy/toxic.ts';
import { ToxicProxy } from '../src/proxy/toxic-proxy.ts';

const sent = 'every byte of what is said';

/** A server that says its piece and hangs up, behind a proxy. */
async function behind(toxic: Toxic): Promise<{ readonly proxy: ToxicProxy; readonly client: Socket }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(sent);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await ToxicProxy.start((server.address() as AddressInfo).port);
  proxy.toxic = toxic;
  onTestFinished(async () => {
    await proxy.close();
    server.close();
  });
  return { proxy, client: connect(proxy.port, '127.0.0.1') };
}

it.each<[Toxic]>([[{ type: 'none' }], [{ type: 'latency', ms: 20 }], [{ type: 'drip', bytes: 4, everyMs: 1 }]])(
  '%j passes on every byte in its order',
  async (toxic) => {
    const { client } = await behind(toxic);
    expect(await text(client)).toBe(sent);
  },
);

/** However it comes to that. */
async function closed(client: Socket): Promise<void> {
  client.on('error', () => undefined);
  await new Promise<void>((resolve) => client.once('close', () => resolve()));
}

it('a cut connection ends in the middle of what is said', async () => {
  const { client, proxy } = await behind({ type: 'cut', share: 0.5 });
  const heard: Buffer[] = [];
  client.on('data', (bytes: Buffer) => heard.push(bytes));
  await closed(client);
  expect(sent.startsWith(Buffer.concat(heard).toString())).toBe(true);
  expect(Buffer.concat(heard).length).toBeLessThan(sent.length);
  expect(proxy.broken).toBe(1);
});

it('a refused connection is reset, and one in a black hole hears nothing until it is cut', async () => {
  const refused = await behind({ type: 'refuse' });
  const [error] = (await once(refused.client, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNRESET');

  const { client, proxy } = await behind({ type: 'black-hole' });
  const heard: Buffer[] = [];
  client.on('data', (bytes: Buffer) => heard.push(bytes));
  const isClosed = closed(client);
  await once(client, 'connect');
  while (proxy.broken === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(proxy.cutAll()).toBe(1);
  await isClosed;
  expect(heard).toEqual([]);
});
