import type { CardEntry, MaskedNumber } from '@collect-payment/protocol/card-data';

/** What happens at the reader, for people to see. */
export type Progress = 'waiting' | 'inserted' | 'removed' | 'processing' | 'fallback';

export interface ReadRequest {
  /** In US cents; the reader shows it. */
  readonly requestedCents: number;
  /** How long to wait for a card. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** A card that was read, and encrypted by the reader. */
export interface CardRead {
  readonly entry: CardEntry;
  /** The card has a chip that could not be read, and was swiped. */
  readonly fallback: boolean;
  /** For the broker, as it is. Nobody on the way can open it. */
  readonly data: Uint8Array;
  readonly maskedNumber?: MaskedNumber;
  /** Overwrites `data`. Call it once the broker has it. */
  wipe(): void;
}

/** The reader as a receipt names it. */
export interface ReaderIdentity {
  readonly name: string;
  readonly serialNumber: string;
  readonly firmwareVersion: string;
}

/** A reader, whoever made it. It is held from `read` to `finish`, and at no other time. */
export interface CardReader {
  readonly name: string;
  /** Who it is, asked of the reader itself. ERR_READER_GONE, ERR_READER_BUSY. */
  identify(): Promise<ReaderIdentity>;
  /**
   * Asks for a card. After it, always `finish`.
   *
   * Rejects with a `ReaderError`: ERR_READER_CLEAR for a card that was read in the clear, which nobody gets to see; the others as their texts say.
   */
  read(request: ReadRequest): Promise<CardRead>;
  /** Hands InstaMed's `emvResponse` (hexadecimal) to the card, or, without one, ends its transaction; then lets go of the reader. */
  finish(emvResponse?: string): Promise<void>;
}
