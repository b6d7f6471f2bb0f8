import type { CardEntry } from '@collect-payment/protocol/card-data';

/** What a host asks of a reader. */
export type HostCommand =
  | { readonly type: 'serialNumber' | 'firmware' | 'cancel' }
  | { readonly type: 'start'; readonly requestedCents: number }
  | { readonly type: 'respond'; readonly emvResponse: Uint8Array };

/** What a reader says by itself or in answer. */
export type DeviceMessage =
  | { readonly type: 'inserted' | 'removed' | 'fallback' | 'completed' | 'canceled' | 'timedOut' | 'refused' | 'unreadable' }
  | { readonly type: 'read'; readonly entry: CardEntry; readonly data: Uint8Array }
  | { readonly type: 'serialNumber' | 'firmware'; readonly text: string };

/** The reader's side of a dialect: reports in, reports out. */
export interface Firmware {
  /** How a host sends its commands, and how long a report is. */
  readonly channel: 'output' | 'feature';
  readonly inputReportId: number;
  readonly outputReportId: number;
  readonly featureReportId: number;
  readonly receive: (report: Uint8Array) => readonly HostCommand[];
  /** The input reports of a message; for a feature answer one report. */
  readonly write: (message: DeviceMessage) => readonly Uint8Array[];
}
