import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pause } from '../pause.ts';
import { tenantIds } from '../world/credentials.ts';
import type { WebhookBooks } from './webhook-books.ts';

/** `forgetful` books a message and breaks the connection before it has answered. */
export type Mood = 'well' | 'failing' | 'hanging' | 'slow' | 'forgetful';

const slowMs = 1_500;

/** The clinics' server: the webhook receiver of both, at `/hooks/{tenant}`. */
export class HostServer {
  mood: Mood = 'well';
  readonly books: WebhookBooks;
  readonly #server: Server;

  private constructor(books: WebhookBooks) {
    this.books = books;
    this.#server = createServer((request, response) => {
      void this.#receive(request, response).catch(() => response.destroy());
    });
  }

  static async start(books: WebhookBooks): Promise<HostServer> {
    const host = new HostServer(books);
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { mood } = this;
    const body = await text(request);
    const tenantId = tenantIds.find((id) => request.url === `/hooks/${id}`);
    if (mood === 'hanging') return;
    if (mood === 'failing' || tenantId === undefined) {
      response.writeHead(500).end();
      return;
    }
    if (mood === 'slow') await pause(slowMs);
    const isGenuine = this.books.take(tenantId, request.headers as Record<string, string>, body);
    if (mood === 'forgetful') response.destroy();
    else response.writeHead(isGenuine ? 204 : 401).end();
  }
}
