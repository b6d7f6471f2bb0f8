import { ProtocolError } from '@collect-payment/protocol';
import type { Unavailable } from '../engine/gateway.ts';

/** What a codec makes of an answer. A ProtocolError means that the answer is unreadable; its code says why, and nothing of the answer. */
export function readAnswer<Answer>(read: () => Answer): Answer | Unavailable {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProtocolError) return { type: 'unavailable', reason: 'unreadable', code: error.code };
    throw error;
  }
}
