import type {
  CreatedPaymentSession,
  CreatePaymentSession,
  ErrorBody,
  Launch,
  PaymentSessionList,
  PaymentSessionView,
} from '@collect-payment/contract';
import { allowedOrigin, hostKey } from './credentials.ts';
import { EventReader } from './event-reader.ts';

export const terms: CreatePaymentSession = {
  screen: 'simple-collect',
  amount: { value: '125.00', currency: 'USD' },
  patient: { id: 'P-1' },
};

export interface Call {
  readonly method?: string;
  readonly key?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** The headers of a page of the tenant's, as far as its script or its browser sends them. */
export const pageOf = (clientSecret: string) => ({ authorization: `Bearer ${clientSecret}`, origin: allowedOrigin });

/** A host's server, or with another key a page, over real HTTP. */
export class Client {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** `body` is sent as JSON, or as it is when it is a string. */
  async call<Body = ErrorBody>(path: string, { method, key = hostKey, body, headers = {} }: Call = {}): Promise<Answer<Body>> {
    const answer = await fetch(`${this.#url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(key !== '' && { authorization: `Bearer ${key}` }),
        ...(key.startsWith('cs_') && { origin: allowedOrigin }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as Body };
  }

  async create(changes: Partial<CreatePaymentSession> = {}): Promise<CreatedPaymentSession> {
    const { body, status } = await this.call<CreatedPaymentSession>('/v1/payment-sessions', { body: { ...terms, ...changes } });
    if (status !== 201) throw new Error(`create: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async launch({ id, clientSecret }: CreatedPaymentSession): Promise<Launch> {
    const { body, status } = await this.call<Launch>(`/v1/payment-sessions/${id}/launch`, { body: {}, key: clientSecret });
    if (status !== 200) throw new Error(`launch: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async read(id: string): Promise<PaymentSessionView> {
    return (await this.call<PaymentSessionView>(`/v1/payment-sessions/${id}`)).body;
  }

  async list(): Promise<PaymentSessionList> {
    return (await this.call<PaymentSessionList>('/v1/payment-sessions')).body;
  }

  /** Opens the event stream of a session. */
  async follow({ id, clientSecret }: CreatedPaymentSession, lastEventId?: number): Promise<EventReader> {
    const answer = await fetch(`${this.#url}/v1/payment-sessions/${id}/events`, {
      headers: { ...pageOf(clientSecret), ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }) },
    });
    if (answer.status !== 200 || answer.body === null) throw new Error(`events: ${answer.status} ${await answer.text()}`);
    return new EventReader(answer.body);
  }
}
