import { createHash } from 'node:crypto';
import { ProtocolError, readNotification, type Notification, type NotificationFormat } from '@collect-payment/protocol';
import type { Tenant } from '../configuration/configuration.ts';
import { BrokerError } from '../errors.ts';
import { isSessionId } from '../identity/id-shapes.ts';
import type { Notice } from '../storage/inbox.ts';

const formats: Readonly<Record<string, NotificationFormat>> = {
  'application/json': 'json',
  'text/xml': 'xml',
  'application/xml': 'xml',
  'application/x-www-form-urlencoded': 'nvp',
};

/** The content types that InstaMed's webhooks come in. */
export const notificationTypes: readonly string[] = Object.keys(formats);

/**
 * What is kept of a webhook of InstaMed's; undefined for one about a payment plan.
 *
 * @throws BrokerError ERR_MEDIA_TYPE_UNSUPPORTED, ERR_WEBHOOK_UNREADABLE
 */
export function readNotice(contentType: string | undefined, body: Uint8Array, tenant: Tenant, nowMs: number): Notice | undefined {
  const notification = read(contentType, body);
  return notification.type === 'plan' ? undefined : noticeOf(notification, tenant, body, nowMs);
}

function read(contentType: string | undefined, body: Uint8Array): Notification {
  const format = formats[(contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''];
  if (format === undefined) throw new BrokerError('ERR_MEDIA_TYPE_UNSUPPORTED');
  try {
    return readNotification(format, body);
  } catch (error) {
    if (error instanceof ProtocolError) throw new BrokerError('ERR_WEBHOOK_UNREADABLE', { reason: error.code });
    throw error;
  }
}

function noticeOf(
  notification: Extract<Notification, { type: 'payment' }>,
  { id: tenantId, instamed }: Tenant,
  body: Uint8Array,
  nowMs: number,
): Notice {
  const { type: _, additionalInfo, ...found } = notification;
  const sessionId = additionalInfo[instamed.sessionIdField];
  return {
    tenantId,
    ...found,
    ...(sessionId !== undefined && isSessionId(sessionId) && { sessionId }),
    bodySha256: createHash('sha256').update(body).digest('hex'),
    receivedAtMs: nowMs,
  };
}
