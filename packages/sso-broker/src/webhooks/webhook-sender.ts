import type { WebhookFailure } from '@collect-payment/contract';

/** What came back. Only the status counts: the body is not read. */
export type SendAnswer =
  | { readonly type: 'answer'; readonly status: number; readonly retryAfter: string | readonly string[] | undefined }
  | { readonly type: 'failure'; readonly failure: Exclude<WebhookFailure, 'http_status'> };

/** The way to one endpoint, shared with no other. Follows no redirect and sends nothing twice. */
export interface WebhookSender {
  /** Never rejects. */
  send(headers: Readonly<Record<string, string>>, body: string): Promise<SendAnswer>;
  close(): Promise<void>;
}
