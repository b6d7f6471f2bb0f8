import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { CardReaderDevice } from '@collect-payment/contract';
import fastifyStatic from '@fastify/static';
import { fastify, type FastifyReply } from 'fastify';
import { portTaken } from '../ports.ts';
import { openAccounts, statement } from './accounts.ts';
import type { BrokerConnection } from './broker.ts';
import { Collector, type Choice, type Wish } from './collect.ts';
import { serveDocuments } from './docs.ts';
import { servePayments } from './payments.ts';
import { servePlayground } from './playground.ts';
import { serveReaders } from './readers.ts';
import { receiveWebhooks } from './receive-webhook.ts';
import { securityHeaders } from './security-headers.ts';
import { serveWidget } from './widget.ts';

export interface HostConnection extends BrokerConnection {
  readonly sandbox: string;
  readonly webhookSecret: string;
}

/** The clinic's web server: its pages, and the few routes behind them. */
export interface Host {
  readonly url: string;
  /** Tells it where the broker is; before that it answers 503. */
  connect(connection: HostConnection): void;
  stop(): Promise<void>;
}

const publicFolder = fileURLToPath(new URL('../../public/', import.meta.url));
const sourceFolder = fileURLToPath(new URL('./', import.meta.url));
const pages: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/portal': 'portal.html',
  '/staff': 'staff.html',
  '/looks': 'looks.html',
  '/playground': 'playground.html',
  '/payments': 'payments.html',
};

const collectQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    screen: { enum: ['standard-collect', 'simple-collect', 'consumer-payment', 'save-on-file'], default: 'standard-collect' },
    sso: { enum: ['saml', 'nvp'], default: 'saml' },
  },
} as const;

/** The widget's request; our page adds `despite` when the person decided so, and `device` where a reader is paired with it. */
const collectBody = {
  type: ['object', 'null'],
  properties: { despite: { enum: ['under-way', 'may-still-be-paid', 'just-paid'] }, device: CardReaderDevice },
} as const;
type CollectBody = Wish & Pick<Choice, 'device'>;

const freshAccounts = () => openAccounts(randomUUID().slice(0, 8).toUpperCase());

export async function startHost(port: number): Promise<Host> {
  const app = fastify({ bodyLimit: 4096 });
  const accounts = freshAccounts();
  let connection: HostConnection | undefined;
  let collector: Collector | undefined;

  app.addHook('onRequest', (_request, reply, done) => {
    if (connection === undefined) {
      reply.code(503).send({ error: 'The broker is still starting.' });
      return;
    }
    reply.headers(securityHeaders(connection));
    done();
  });

  const sendPage = async (file: string, reply: FastifyReply) => {
    const html = await readFile(publicFolder + file, 'utf8');
    const { broker, sandbox } = connection!;
    return reply
      .type('text/html; charset=utf-8')
      .send(nameScripts(html).replaceAll('{{broker}}', broker).replaceAll('{{sandbox}}', sandbox));
  };
  for (const [path, file] of Object.entries(pages)) app.get(path, (_request, reply) => sendPage(file, reply));
  await app.register(fastifyStatic, { root: publicFolder, prefix: '/assets/', cacheControl: false });
  const nameScripts = await serveWidget(app);
  await serveReaders(app);
  serveDocuments(app, () => readFile(`${publicFolder}docs.html`, 'utf8'));
  app.get('/source/collect.ts', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(await readFile(`${sourceFolder}collect.ts`, 'utf8')),
  );
  app.get('/source/portal.html', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(await readFile(`${publicFolder}portal.html`, 'utf8')),
  );

  app.get('/api/accounts', () => [...accounts.values()].map(statement));
  app.get<{ Params: { account: string } }>('/api/accounts/:account', async (request, reply) => {
    const account = accounts.get(request.params.account);
    if (account === undefined) return reply.code(404).send({ error: 'No such account.' });
    await collector!.book(account);
    return statement(account);
  });
  app.post<{ Params: { account: string }; Querystring: Omit<Choice, 'device'>; Body: CollectBody | null }>(
    '/api/accounts/:account/collect',
    { schema: { querystring: collectQuery, body: collectBody } },
    async (request, reply) => {
      const account = accounts.get(request.params.account);
      if (account === undefined) return reply.code(404).send({ error: 'No such account.' });
      const { device, ...wish } = request.body ?? {};
      const opened = await collector!.open(account, { ...request.query, device }, wish);
      if (opened === undefined) return reply.code(409).send({ error: 'Nothing is due.' });
      return 'inTheWay' in opened ? reply.code(409).send(opened) : opened;
    },
  );
  // Our page says only that the person wants it: which card and how much is known here.
  app.post<{ Params: { account: string } }>('/api/accounts/:account/pay-by-saved-card', async (request, reply) => {
    const account = accounts.get(request.params.account);
    if (account === undefined) return reply.code(404).send({ error: 'No such account.' });
    const outcome = await collector!.payBySavedCard(account);
    return { ...statement(account), status: outcome?.status ?? 'unknown' };
  });
  servePayments(app, {
    connection: () => connection!,
    accountOf: (sessionId) => accounts.get(collector!.accountOf(sessionId) ?? ''),
  });
  const forgetTried = servePlayground(app, () => connection!);
  receiveWebhooks(app, {
    secret: () => connection!.webhookSecret,
    // The webhook says only that there is something to know; what it is comes from the broker. A page may be long gone by now.
    handle: async ({ data }) => {
      const account = accounts.get(collector!.accountOf(data.sessionId) ?? '');
      if (account !== undefined) await collector!.book(account);
    },
  });
  app.post('/api/reset', () => {
    accounts.clear();
    forgetTried();
    for (const [id, account] of freshAccounts()) accounts.set(id, account);
    collector = new Collector(connection!);
    return { accounts: accounts.size };
  });

  try {
    await app.listen({ port, host: '127.0.0.1' });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? portTaken('DEMO_PORT', port) : error;
  }
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    connect: (to) => {
      connection = to;
      collector = new Collector(to);
    },
    stop: () => app.close(),
  };
}
