import { Type, type Static } from 'typebox';
import { CardReaderDevice } from './card-reader-device.ts';
import { PaymentSessionView } from './session.ts';

/** Body of `POST /v1/payment-sessions/{id}/card-read`: a card that a reader has read and encrypted. The amount is the session's. */
export const CardReadRequest = Type.Object(
  {
    device: CardReaderDevice,
    /** How the card met the reader. */
    entry: Type.Union([Type.Literal('chip'), Type.Literal('contactless'), Type.Literal('swipe')]),
    /** The card has a chip that could not be read, and was swiped. */
    fallback: Type.Boolean(),
    /** What the reader gave, hexadecimal, as it is. Only InstaMed can open it. */
    data: Type.String({ minLength: 2, maxLength: 32_768, pattern: '^[0-9A-Fa-f]*$' }),
  },
  { additionalProperties: false, $id: 'CardReadRequest' },
);
export type CardReadRequest = Static<typeof CardReadRequest>;

/**
 * What became of it. A session that is `confirming` says that InstaMed's answer was lost: a payment may have been made, and is being looked up.
 * `emvResponse` (hexadecimal) is for the reader.
 */
export const CardReadResult = Type.Object(
  { session: PaymentSessionView, emvResponse: Type.Optional(Type.String()) },
  { additionalProperties: false, $id: 'CardReadResult' },
);
export type CardReadResult = Static<typeof CardReadResult>;
