import type { WebhookEventType } from '@collect-payment/contract';
import type { HostWebhooks } from '../engine/host-webhooks.ts';
import { EndpointDispatcher, type DispatcherDependencies } from './endpoint-dispatcher.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';
import type { WebhookSender } from './webhook-sender.ts';

interface TenantEndpoints {
  readonly id: string;
  readonly webhooks: readonly WebhookEndpoint[];
}

/** Every tenant's endpoints, each with a dispatcher and a sender of its own. */
export class WebhookDispatcher implements HostWebhooks {
  readonly #tenants: ReadonlyMap<string, readonly WebhookEndpoint[]>;
  readonly #dispatchers: ReadonlyMap<string, readonly EndpointDispatcher[]>;

  constructor(
    dependencies: DispatcherDependencies,
    tenants: readonly TenantEndpoints[],
    senderFor: (endpoint: WebhookEndpoint) => WebhookSender,
  ) {
    this.#tenants = new Map(tenants.map(({ id, webhooks }) => [id, webhooks]));
    const dispatch = (tenantId: string, endpoint: WebhookEndpoint) =>
      new EndpointDispatcher(dependencies, tenantId, endpoint, senderFor(endpoint));
    this.#dispatchers = new Map(tenants.map(({ id, webhooks }) => [id, webhooks.map((endpoint) => dispatch(id, endpoint))]));
  }

  endpointsFor(tenantId: string, type: WebhookEventType): readonly string[] {
    const endpoints = this.#tenants.get(tenantId) ?? [];
    return endpoints.filter(({ events }) => events.includes(type)).map(({ id }) => id);
  }

  wake(tenantId: string): void {
    for (const dispatcher of this.#dispatchers.get(tenantId) ?? []) dispatcher.wake();
  }

  /** Resumes what is stored. */
  start(): void {
    for (const dispatcher of this.#all()) dispatcher.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all().map((dispatcher) => dispatcher.stop()));
  }

  #all(): readonly EndpointDispatcher[] {
    return [...this.#dispatchers.values()].flat();
  }
}
