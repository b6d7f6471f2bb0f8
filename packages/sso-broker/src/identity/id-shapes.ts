import { paymentSessionIdPattern } from './payment-session-id.ts';

const session = new RegExp(paymentSessionIdPattern);
const item = /^(?:evt|att)_[\w-]{1,150}$/;

/*
 * What does not even look like an id of ours is as unknown as one that never was, and is not looked for: PostgreSQL refuses to look for a NUL.
 */

export const isSessionId = (text: string): boolean => session.test(text);

/** Of a webhook delivery or an attention item. */
export const isItemId = (text: string): boolean => item.test(text);
