import type { DataKey } from '../sealing/data-key.ts';
import { keyIdOf, openText, sealSearchable, sealText, type Place } from '../sealing/envelope.ts';
import type { PaymentSession } from '../session/session.ts';
import { places, type RowCodec } from './row-codec.ts';
import { joinSession, splitSession } from './sealed-session.ts';
import { StoreError } from './store-error.ts';
import { cutToken } from './token-range.ts';

/** Rows sealed under their tenant's data key. What was written before there was one is read as it is. */
export function sealedRows(keys: readonly DataKey[]): RowCodec {
  const byTenant = new Map(keys.map((key) => [key.tenantId, key]));
  const byId = new Map(keys.map((key) => [key.id, key]));

  function keyOf(tenantId: string): DataKey {
    const key = byTenant.get(tenantId);
    if (key === undefined) throw new StoreError('ERR_STORE_SEALED');
    return key;
  }

  function open(place: Place, text: string): string {
    const keyId = keyIdOf(text);
    if (keyId === undefined) return text;
    const key = byId.get(keyId);
    if (key === undefined) throw new StoreError('ERR_STORE_SEALED');
    try {
      return openText(key, place, text);
    } catch (cause) {
      throw new StoreError('ERR_STORE_SEALED', { cause });
    }
  }

  const hide: RowCodec['hide'] = (tenantId, place, text) => sealSearchable(keyOf(tenantId), place, text);
  return {
    writeSession(session) {
      const { id, tenantId } = session.terms;
      const { clear, confidential } = splitSession(session);
      return JSON.stringify({ ...clear, sealed: sealText(keyOf(tenantId), documentOf(id), JSON.stringify(confidential)) });
    },
    readSession({ id, document }) {
      const { sealed, ...clear } = JSON.parse(String(document)) as { readonly sealed?: string };
      if (sealed === undefined) return clear as PaymentSession;
      return joinSession({ clear, confidential: JSON.parse(open(documentOf(String(id)), sealed)) as readonly unknown[] });
    },
    hide,
    reveal: open,
    indexToken: (tenantId, token) => [...new Set([token, cutToken(token)])].map((one) => hide(tenantId, places.tokenIndex, one)),
    rangeOf(tenantId, token) {
      const hidden = hide(tenantId, places.tokenIndex, token);
      return { first: hidden, last: hidden };
    },
  };
}

const documentOf = (sessionId: string): Place => ['sessions', sessionId, 'document'];
