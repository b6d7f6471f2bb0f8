import type { PaymentSession } from '../session/session.ts';
import type { Place } from '../sealing/envelope.ts';
import type { Row } from './page-rows.ts';
import { lastTokenOf } from './token-range.ts';

/** The tokens that are meant by one, from the first to the last. */
export interface TokenRange {
  readonly first: string;
  readonly last: string;
}

/** How what is confidential stands in rows. The one place for it, for both engines. */
export interface RowCodec {
  /** The `document` of a session's row. */
  writeSession(session: PaymentSession): string;
  /** Of a row with `id` and `document`. @throws StoreError ERR_STORE_SEALED */
  readSession(row: Row): PaymentSession;
  /** A short text: the same one in the same place is written the same, so that it can be looked for. @throws StoreError ERR_STORE_SEALED */
  hide(tenantId: string, place: Place, text: string): string;
  /** @throws StoreError ERR_STORE_SEALED */
  reveal(place: Place, text: string): string;
  /** What is stored of a token so that `rangeOf` finds it, whole or cut. */
  indexToken(tenantId: string, token: string): readonly string[];
  rangeOf(tenantId: string, token: string): TokenRange;
}

/** Places of short texts. */
export const places = {
  effectToken: (sessionId: string): Place => ['effects', sessionId, 'token'],
  tokenIndex: ['session_tokens', 'token'],
  idempotencyKey: ['idempotency_keys', 'key'],
  fingerprint: ['idempotency_keys', 'fingerprint'],
  noticeToken: ['inbox', 'token'],
  noticeBody: ['inbox', 'body_sha256'],
  paymentPatient: ['payments', 'patient'],
  paymentInvoice: ['payments', 'invoice'],
} as const satisfies Record<string, Place | ((id: string) => Place)>;

/** Everything as it is: where there is no key, which production refuses. */
export const clearRows: RowCodec = {
  writeSession: (session) => JSON.stringify(session),
  readSession: ({ document }) => JSON.parse(String(document)) as PaymentSession,
  hide: (_tenantId, _place, text) => text,
  reveal: (_place, text) => text,
  indexToken: (_tenantId, token) => [token],
  rangeOf: (_tenantId, token) => ({ first: token, last: lastTokenOf(token) }),
};
