import type { WebhookEventType } from '@collect-payment/contract';
import type { SigningKey } from './sign-message.ts';

/** Where a tenant wants to be told, of what, and by which keys the messages are signed. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  /** One or two live keys. */
  readonly keys: readonly SigningKey[];
  readonly events: readonly WebhookEventType[];
}
