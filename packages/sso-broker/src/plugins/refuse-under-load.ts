import type { onRequestAsyncHookHandler } from 'fastify';
import { BrokerError } from '../errors.ts';
import type { Sheddable } from '../shedding/load.ts';
import type { LoadShedder } from '../shedding/load-shedder.ts';

/** A host comes back soon; a page reads its session meanwhile and needs no stream. */
const retryAfterSeconds: Readonly<Record<Sheddable, number>> = { new_sessions: 5, event_streams: 15 };

/** Refuses before anything is looked up or read. ERR_OVERLOADED. */
export function refuseUnderLoad(shedder: Pick<LoadShedder, 'sheds'>, what: Sheddable): onRequestAsyncHookHandler {
  return async () => {
    if (shedder.sheds(what)) throw new BrokerError('ERR_OVERLOADED', { retryAfterSeconds: retryAfterSeconds[what] });
  };
}
