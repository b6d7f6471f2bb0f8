import type { CardEntry } from '@collect-payment/protocol/card-data';

/** What a reader says, in no maker's words. */
export type ReaderMessage =
  | { readonly type: 'inserted' | 'removed' | 'processing' | 'fallback' }
  /** What was read. The caller owns the bytes, and wipes them. */
  | { readonly type: 'card'; readonly entry: CardEntry; readonly data: Uint8Array }
  /** The card's transaction is over, by the response or without one. */
  | { readonly type: 'completed' }
  | { readonly type: 'canceled' | 'timedOut' | 'refused' }
  | { readonly type: 'identity'; readonly serialNumber?: string; readonly firmwareVersion?: string };

/** One report to send. A V5 reader takes its commands by feature reports, and answers there. */
export interface Packet {
  readonly channel: 'output' | 'feature';
  readonly bytes: Uint8Array;
}

/** One maker's way to talk: what to send, and what that means which comes. Knows no device, no clock, and no money but the amount to show. */
export interface Dialect {
  /** Asks for the reader's serial number and firmware, in as many messages as it takes. */
  identify(): readonly (readonly Packet[])[];
  /** Asks for a card. `timeoutSeconds` is the reader's own patience. */
  start(requestedCents: number, timeoutSeconds: number): readonly Packet[];
  /** Hands the issuer's answer to the card. */
  respond(emvResponse: Uint8Array): readonly Packet[];
  cancel(): readonly Packet[];
  /** ERR_READER_GARBLED for what is no message of this dialect. `feature` is an answer read after a feature report. */
  receive(bytes: Uint8Array, channel: 'input' | 'feature', reportId: number): readonly ReaderMessage[];
  /** Forgets what has come of a message, and wipes it. */
  clear(): void;
}
