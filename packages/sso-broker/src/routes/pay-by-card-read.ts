import { CardReadRequest, CardReadResult, type Screen } from '@collect-payment/contract';
import { decodeHex, ProtocolError, readCardData, wipe } from '@collect-payment/protocol';
import type { SaleResult } from '../engine/engine.ts';
import { BrokerError, type AnyBrokerError } from '../errors.ts';
import { originOf, sessionOf } from '../plugins/authenticate.ts';
import { viewOf } from '../session/view.ts';
import { refuseLaunch } from './refuse-launch.ts';
import type { RouteContext } from './route-context.ts';
import { hostOrPage, refusals, SessionPath } from './schemas.ts';

const schema = {
  operationId: 'payByCardRead',
  summary: 'Pay by a card that a reader has read and encrypted',
  security: hostOrPage,
  params: SessionPath,
  body: CardReadRequest,
  response: { 200: CardReadResult, ...refusals },
};

const withoutReader: ReadonlySet<Screen> = new Set(['consumer-payment', 'save-on-file']);

export function payByCardRead({ app, engine, guards, clock }: RouteContext): void {
  app.post('/v1/payment-sessions/:id/card-read', { schema, onRequest: guards.session('sessions:create') }, async (request) => {
    refuseClear(request.body.data);
    // Patients who pay by themselves have no reader of the clinic's before them, and a sale saves no card.
    if (withoutReader.has(sessionOf(request).terms.screen)) throw new BrokerError('ERR_DEVICE_NOT_ENGAGED', { param: 'screen' });
    const result = await engine.payByCardRead(sessionOf(request).terms.id, request.body, originOf(request));
    if (result.type !== 'paid') throw refuseSale(result, clock.nowMs());
    const { session, emvResponse } = result;
    return { session: viewOf(session), ...(emvResponse !== undefined && { emvResponse }) };
  });
}

/** The page has looked at it too; but a page can be anybody's. Nothing that is not encrypted goes any further. */
function refuseClear(hex: string): void {
  const bytes = decodeCardData(hex);
  try {
    readCardData(bytes);
  } catch (error) {
    throw refusalOf(error);
  } finally {
    wipe(bytes);
  }
}

function decodeCardData(hex: string): Uint8Array {
  try {
    return decodeHex(hex);
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof ProtocolError)) return error;
  return new BrokerError(error.code === 'ERR_CARD_DATA_CLEAR' ? 'ERR_CARD_READ_CLEAR' : 'ERR_CARD_READ_UNREADABLE');
}

function refuseSale(result: Exclude<SaleResult, { readonly type: 'paid' }>, nowMs: number): AnyBrokerError {
  if (result.type !== 'sale_refused') return refuseLaunch(result, nowMs);
  if (result.untilMs === undefined) return new BrokerError('ERR_CARD_SALE_REFUSED');
  const retryAfterSeconds = Math.max(1, Math.ceil((result.untilMs - nowMs) / 1000));
  return new BrokerError('ERR_UPSTREAM_SUSPENDED', { operation: 'sale', retryAfterSeconds });
}
