import { ProtocolError } from '../errors.ts';
import { decodeNvp, nvpFormOf } from '../nvp/decode.ts';
import { NvpFields } from '../nvp/fields.ts';
import { readXml } from '../xml/document.ts';
import { readFlatJson } from './flat-json.ts';
import { readNotificationFields, type Notification } from './notification.ts';

/** What an account can choose (instamed-protocol.md §5.1). */
export type NotificationFormat = 'json' | 'xml' | 'nvp';

/**
 * Reads a webhook of InstaMed's. The fields are the same in every format; names in any case, at most 64 kB.
 *
 * ERR_WEBHOOK_FIELD; ERR_WEBHOOK_TOO_LARGE, ERR_WEBHOOK_NOT_JSON, ERR_WEBHOOK_NOT_FLAT (JSON, or XML with elements in elements);
 * ERR_NVP_DUPLICATE_NAME for a field that comes twice with different values; the codes of `readXml` and `decodeNvp`.
 */
export function readNotification(format: NotificationFormat, body: Uint8Array): Notification {
  return readNotificationFields(readFields(format, body));
}

function readFields(format: NotificationFormat, body: Uint8Array): NvpFields {
  switch (format) {
    case 'json':
      return readFlatJson(body);
    case 'xml':
      return readFlatXml(body);
    case 'nvp':
      return decodeNvp(body, { form: nvpFormOf(body) });
    default:
      return format satisfies never;
  }
}

/** The root's name is nowhere documented, so any will do; its children are the fields, whatever their namespace. */
function readFlatXml(body: Uint8Array): NvpFields {
  const { children } = readXml(body);
  if (children.some((child) => child.children.length > 0)) throw new ProtocolError('ERR_WEBHOOK_NOT_FLAT', {});
  return NvpFields.from(children.map(({ local, text }) => [local, text] as const));
}
