import { readCardData, wipe } from '@collect-payment/protocol/card-data';
import type { CardRead } from './card-reader.ts';
import type { ReaderMessage } from './dialect/reader-message.ts';
import { ReaderError } from './reader-error.ts';

/** Lets an encrypted read through. Any other is wiped before anybody is told of it. */
export function judgeRead({ entry, data }: Extract<ReaderMessage, { readonly type: 'card' }>): CardRead {
  try {
    const { fallback, maskedNumber } = readCardData(data);
    return { entry, fallback, data, ...(maskedNumber && { maskedNumber }), wipe: () => wipe(data) };
  } catch (error) {
    wipe(data);
    throw new ReaderError(codeOf(error));
  }
}

function codeOf(error: unknown): 'ERR_READER_CLEAR' | 'ERR_READER_NOT_ENCRYPTED' | 'ERR_READER_GARBLED' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_CARD_DATA_CLEAR') return 'ERR_READER_CLEAR';
  return code === 'ERR_CARD_DATA_NOT_ENCRYPTED' ? 'ERR_READER_NOT_ENCRYPTED' : 'ERR_READER_GARBLED';
}
