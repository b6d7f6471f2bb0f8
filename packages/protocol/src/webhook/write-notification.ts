import { encodeNvp } from '../nvp/encode.ts';
import { escapeXmlText } from '../xml/escape.ts';
import type { NotificationFormat } from './read-notification.ts';

/** A field that was not filled in is null in JSON and empty elsewhere [INFERRED]. */
export type NotificationField = readonly [name: string, value: string | null];

export interface WrittenNotification {
  readonly contentType: string;
  readonly body: string;
}

/** Writes the fields in the order given. `xmlRoot` is nowhere documented. */
export function writeNotification(format: NotificationFormat, fields: readonly NotificationField[], xmlRoot: string): WrittenNotification {
  switch (format) {
    case 'json':
      return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(Object.fromEntries(fields)) };
    case 'xml': {
      const elements = fields.map(([name, value]) => `<${name}>${escapeXmlText(value ?? '')}</${name}>`);
      return {
        contentType: 'text/xml; charset=utf-8',
        body: `<?xml version="1.0" encoding="utf-8"?><${xmlRoot}>${elements.join('')}</${xmlRoot}>`,
      };
    }
    case 'nvp':
      return {
        contentType: 'application/x-www-form-urlencoded; charset=utf-8',
        body: encodeNvp(fields.map(([name, value]) => [name, value ?? ''] as const)),
      };
    default:
      return format satisfies never;
  }
}
