import { Type, type Static } from 'typebox';
import { CardReaderDevice } from './card-reader-device.ts';
import { ApprovedAmountSource } from './outcome.ts';
import { Money } from './money.ts';

/** The receipt of a payment as read from InstaMed (ViewReceipt, instamed-protocol.md §3.3), normalised. Empty fields are absent. */
export const Receipt = Type.Object(
  {
    transactionId: Type.String(),
    /** Equal to `transactionId` for a sale; the sale's id for what follows it. */
    primaryTransactionId: Type.Optional(Type.String()),
    /** InstaMed's transactionStatus as it came: C, A, O, S approved; D declined; V voided; X canceled. */
    transactionStatus: Type.String(),
    responseCode: Type.Optional(Type.String()),
    responseMessage: Type.Optional(Type.String()),
    authorizationNumber: Type.Optional(Type.String()),
    authorizationText: Type.Optional(Type.String()),
    transactionDate: Type.Optional(Type.String({ format: 'date-time' })),
    requestedAmount: Money,
    approvedAmount: Type.Optional(Money),
    approvedAmountSource: Type.Optional(ApprovedAmountSource),
    tender: Type.Union([Type.Literal('card'), Type.Literal('check'), Type.Literal('cash'), Type.Literal('unknown')]),
    card: Type.Optional(
      Type.Object(
        {
          brand: Type.Optional(Type.String()),
          type: Type.Optional(Type.String()),
          lastFour: Type.Optional(Type.String()),
          expirationMonth: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
          expirationYear: Type.Optional(Type.Integer()),
          holderName: Type.Optional(Type.String()),
          entryMode: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
    emv: Type.Optional(
      Type.Object(
        {
          applicationIdentifier: Type.Optional(Type.String()),
          applicationName: Type.Optional(Type.String()),
          terminalVerificationResults: Type.Optional(Type.String()),
          issuerApplicationData: Type.Optional(Type.String()),
          transactionStatusInformation: Type.Optional(Type.String()),
          applicationResponseCode: Type.Optional(Type.String()),
          verifiedByPin: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
    ),
    /** The reader that read the card: as InstaMed names it, as software of the host's own read by it, or as the host named it for InstaMed's page. */
    device: Type.Optional(CardReaderDevice),
    signatureRequired: Type.Boolean(),
    /** A saved payment method, when one was created. */
    saveOnFileTransactionId: Type.Optional(Type.String()),
    /** Who and what the payment was for, as the host gave it; never more than the host gave. */
    patientId: Type.Optional(Type.String()),
    patientName: Type.Optional(Type.String()),
    invoice: Type.Optional(Type.String()),
    merchantName: Type.Optional(Type.String()),
  },
  { additionalProperties: false, $id: 'Receipt' },
);
export type Receipt = Static<typeof Receipt>;

/** The languages that a receipt is printed in, by primary subtag: those of the widget. */
export const receiptLanguages = ['ar', 'en', 'es', 'fr', 'vi', 'zh'] as const;
export type ReceiptLanguage = (typeof receiptLanguages)[number];
