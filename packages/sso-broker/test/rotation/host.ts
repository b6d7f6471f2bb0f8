import { secrets } from '../support/credentials.ts';
import { startReceiver, WebhookReceiver, type ReceivedWebhook } from '../support/webhook-receiver.ts';

/** A host's server that takes webhooks under the one secret it has, and refuses what that secret does not verify. */
export class Host {
  secret = secrets.webhookSecret;
  url = '';
  accepted = 0;
  readonly rejected: string[] = [];
  readonly #waiting = new Map<string, () => void>();

  /** Resolves when a webhook has told of the session, genuine or not. */
  toldOf(sessionId: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(sessionId, resolve));
  }

  /** The status to answer. */
  take(received: ReceivedWebhook): number {
    const { type, data } = JSON.parse(received.body) as { type: string; data: { sessionId: string } };
    let status = 204;
    try {
      WebhookReceiver.verify(received, this.secret);
      this.accepted += 1;
    } catch (error) {
      this.rejected.push(`${type}: ${String(error)}`);
      status = 401;
    }
    this.#waiting.get(data.sessionId)?.();
    this.#waiting.delete(data.sessionId);
    return status;
  }
}

export async function startHost(): Promise<Host> {
  const host = new Host();
  const receiver = await startReceiver((response, count) => {
    const received = receiver.received[count - 1];
    response.writeHead(received === undefined ? 500 : host.take(received)).end();
  });
  host.url = receiver.url;
  return host;
}
