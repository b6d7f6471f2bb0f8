import { Type, type Static } from 'typebox';
import { AttentionReason } from './attention.ts';
import { PaymentReportType } from './payment.ts';
import { PaymentSessionStatus } from './status.ts';

/** What a host is told of. `payment.settled` and `payment.completed_late` exclude each other: a payment is reported by one of them, once. */
export const WebhookEventType = Type.Union(
  [
    Type.Literal('payment.settled'),
    Type.Literal('payment.expired'),
    Type.Literal('payment.unresolved'),
    Type.Literal('payment.completed_late'),
    Type.Literal('payment.needs_attention'),
    Type.Literal('payment.voided'),
    Type.Literal('payment.void_failed'),
    Type.Literal('payment.refunded'),
    Type.Literal('payment.refund_failed'),
    Type.Literal('payment.reported'),
  ],
  { $id: 'WebhookEventType' },
);
export type WebhookEventType = Static<typeof WebhookEventType>;

/** The body of a webhook (Standard Webhooks 1.0.0): ids and words only, never a name or an amount. Details are read with the secret key. */
export const WebhookEvent = Type.Object(
  {
    type: WebhookEventType,
    /** When it happened; the header `webhook-timestamp` says when it was sent. */
    timestamp: Type.String({ format: 'date-time' }),
    data: Type.Object(
      {
        sessionId: Type.String(),
        status: PaymentSessionStatus,
        /** The session's sequence at the event: an event with a lower one than was seen already is old news. */
        sequence: Type.Integer({ minimum: 1 }),
        final: Type.Optional(Type.Boolean()),
        late: Type.Optional(Type.Boolean()),
        transactionId: Type.Optional(Type.String()),
        /** Of a void or refund; `transactionId` is then the payment's. */
        reversalId: Type.Optional(Type.String()),
        /** Of `payment.reported`: what InstaMed says has become of the payment. */
        report: Type.Optional(PaymentReportType),
        /** Of `payment.needs_attention`: the item of the list, and why. */
        attentionId: Type.Optional(Type.String()),
        reason: Type.Optional(AttentionReason),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false, $id: 'WebhookEvent' },
);
export type WebhookEvent = Static<typeof WebhookEvent>;

/** `failed`: its attempts are spent, or the endpoint said 410. It can be replayed. */
export const WebhookDeliveryStatus = Type.Union([Type.Literal('pending'), Type.Literal('delivered'), Type.Literal('failed')]);
export type WebhookDeliveryStatus = Static<typeof WebhookDeliveryStatus>;

/** Why the latest attempt failed. */
export const WebhookFailure = Type.Union([
  Type.Literal('timeout'),
  Type.Literal('unreachable'),
  Type.Literal('forbidden_address'),
  Type.Literal('http_status'),
]);
export type WebhookFailure = Static<typeof WebhookFailure>;

/** One event on its way to one endpoint. */
export const WebhookDelivery = Type.Object(
  {
    id: Type.String(),
    /** The header `webhook-id`, the same in every attempt and for every endpoint. */
    eventId: Type.String(),
    endpointId: Type.String(),
    type: WebhookEventType,
    sessionId: Type.String(),
    status: WebhookDeliveryStatus,
    attempts: Type.Integer({ minimum: 0 }),
    createdAt: Type.String({ format: 'date-time' }),
    lastAttemptAt: Type.Optional(Type.String({ format: 'date-time' })),
    /** While `pending`. */
    nextAttemptAt: Type.Optional(Type.String({ format: 'date-time' })),
    /** The HTTP status of the latest answer. */
    responseStatus: Type.Optional(Type.Integer()),
    failure: Type.Optional(WebhookFailure),
  },
  { additionalProperties: false, $id: 'WebhookDelivery' },
);
export type WebhookDelivery = Static<typeof WebhookDelivery>;

/** Answer of `GET /v1/webhook-deliveries`, oldest first: pass `nextCursor` on as `after`. */
export const WebhookDeliveryList = Type.Object(
  { data: Type.Array(WebhookDelivery), nextCursor: Type.String(), hasMore: Type.Boolean() },
  { additionalProperties: false, $id: 'WebhookDeliveryList' },
);
export type WebhookDeliveryList = Static<typeof WebhookDeliveryList>;
