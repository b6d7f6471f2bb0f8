import { Type, type Static } from 'typebox';
import { CardReaderDevice } from './card-reader-device.ts';
import { Consumer } from './consumer.ts';
import { Money } from './money.ts';
import { Outcome } from './outcome.ts';
import { PaymentSessionStatus } from './status.ts';
import { text } from './text.ts';

/** The InstaMed screen to open: two of the staff's portal, the one where patients pay by themselves, and the one that saves a card. */
export const Screen = Type.Union(
  [Type.Literal('standard-collect'), Type.Literal('simple-collect'), Type.Literal('consumer-payment'), Type.Literal('save-on-file')],
  { $id: 'Screen' },
);
export type Screen = Static<typeof Screen>;

/** How the broker signs on. */
export const Sso = Type.Union([Type.Literal('saml'), Type.Literal('nvp')], { $id: 'Sso' });
export type Sso = Static<typeof Sso>;

/** How the page shows the hosted screen. */
export const Display = Type.Union([Type.Literal('embedded'), Type.Literal('incontext'), Type.Literal('popup'), Type.Literal('redirect')], {
  $id: 'Display',
});
export type Display = Static<typeof Display>;

export const Metadata = Type.Record(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,40}$' }), Type.String({ maxLength: 500 }), {
  maxProperties: 20,
  additionalProperties: false,
});
export type Metadata = Static<typeof Metadata>;

/** Body of `POST /v1/payment-sessions`. Limits are InstaMed's (instamed-protocol.md §1.5). */
export const CreatePaymentSession = Type.Object(
  {
    screen: Screen,
    sso: Type.Optional(Sso),
    /** Required, but of `save-on-file`, which takes no money and refuses it. */
    amount: Type.Optional(Money),
    patient: Type.Object(
      { id: text(100), firstName: Type.Optional(text(100)), lastName: Type.Optional(text(100)) },
      { additionalProperties: false },
    ),
    /** Who works the screen: the clerk, or the patient in a portal. Defaults to the tenant's setting. */
    staff: Type.Optional(Type.Object({ id: text(200), name: Type.Optional(text(200)) }, { additionalProperties: false })),
    /** Of `consumer-payment` only. */
    consumer: Type.Optional(Consumer),
    outlet: Type.Optional(Type.Object({ merchantId: text(50), storeId: text(50), terminalId: text(50) }, { additionalProperties: false })),
    /** Shown on the receipt and sent as `additionalInfo1`. */
    invoice: Type.Optional(text(100)),
    options: Type.Optional(
      Type.Object(
        {
          /** `keyed` types the card, `device` engages the reader. */
          cardEntry: Type.Optional(Type.Union([Type.Literal('keyed'), Type.Literal('device')])),
          cardHolderName: Type.Optional(text(121)),
          hideCheck: Type.Optional(Type.Boolean()),
          hideCash: Type.Optional(Type.Boolean()),
          /** False lets the amount be changed on the screen; InstaMed's receipt does not say to what. `consumer-payment` keeps the rest locked. */
          readOnly: Type.Optional(Type.Boolean()),
          hideGuarantorId: Type.Optional(Type.Boolean()),
          suppressReceipt: Type.Optional(Type.Boolean()),
          allowPartialApproval: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
    ),
    /** The reader that Simple Collect will engage, where the host knows it. Sent with the sign-on, and on the receipt of a card that was read. */
    device: Type.Optional(CardReaderDevice),
    metadata: Type.Optional(Metadata),
    /** Makes the session although another for the same thing to be paid is live, or it was paid a short while ago. */
    duplicates: Type.Optional(Type.Literal('allow')),
    /** Where `redirect` comes back to; must be on one of the tenant's allowed origins. */
    returnUrl: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { additionalProperties: false, $id: 'CreatePaymentSession' },
);
export type CreatePaymentSession = Static<typeof CreatePaymentSession>;

/** The session as page and host see it. `sequence` grows by at least one with every change and orders views and events. */
export const PaymentSessionView = Type.Object(
  {
    id: Type.String({ examples: ['ps_4Wq0e1s9mBvTz8L2nKcY5A'] }),
    status: PaymentSessionStatus,
    sequence: Type.Integer({ minimum: 1 }),
    screen: Screen,
    sso: Sso,
    /** Absent of `save-on-file`: no money is asked for. */
    amount: Type.Optional(Money),
    createdAt: Type.String({ format: 'date-time' }),
    updatedAt: Type.String({ format: 'date-time' }),
    /** After this a session that was never launched can no longer be. */
    expiresAt: Type.String({ format: 'date-time' }),
    /** The live SSO token's end; present while `open`. */
    tokenExpiresAt: Type.Optional(Type.String({ format: 'date-time' })),
    /** The latest opening of InstaMed's page, as a launch numbers it; while `open`. A window whose launch has an earlier one gives way. */
    opening: Type.Optional(Type.Integer({ minimum: 1 })),
    outcome: Type.Optional(Outcome),
    metadata: Type.Optional(Metadata),
  },
  { additionalProperties: false, $id: 'PaymentSession' },
);
export type PaymentSessionView = Static<typeof PaymentSessionView>;

/** Answer of `POST /v1/payment-sessions`: the view and, here only, the client secret for the page. `joined` tells that it was live already. */
export const CreatedPaymentSession = Type.Object(
  { ...PaymentSessionView.properties, clientSecret: Type.String(), joined: Type.Optional(Type.Literal(true)) },
  { additionalProperties: false, $id: 'CreatedPaymentSession' },
);
export type CreatedPaymentSession = Static<typeof CreatedPaymentSession>;

/** Body of `POST /v1/payment-sessions/{id}/launch`. */
export const LaunchRequest = Type.Object(
  {
    display: Type.Optional(Display),
    /** The `tokenExpiresAt` of the launch whose page is to make way for a new one. Where another page is open already, that one is given. */
    insteadOf: Type.Optional(Type.String({ format: 'date-time', maxLength: 40 })),
  },
  { additionalProperties: false, $id: 'LaunchRequest' },
);
export type LaunchRequest = Static<typeof LaunchRequest>;

/** Answer of a launch: the page opens `url`. `reused` tells that a live launch was given again. */
export const Launch = Type.Object(
  {
    url: Type.String({ format: 'uri' }),
    display: Display,
    tokenExpiresAt: Type.String({ format: 'date-time' }),
    reused: Type.Boolean(),
    /** Grows with every launch of the session, `reused` ones too: whoever launched last has the page. */
    opening: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false, $id: 'Launch' },
);
export type Launch = Static<typeof Launch>;

/** Answer of `GET /v1/payment-sessions`: pass `nextCursor` on as `changedSince` for the next page. */
export const PaymentSessionList = Type.Object(
  { data: Type.Array(PaymentSessionView), nextCursor: Type.String(), hasMore: Type.Boolean() },
  { additionalProperties: false, $id: 'PaymentSessionList' },
);
export type PaymentSessionList = Static<typeof PaymentSessionList>;
