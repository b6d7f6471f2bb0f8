import { ErrorBody } from '@collect-payment/contract';
import { Type } from 'typebox';

/** Refusals look the same everywhere; which codes there are is in docs/errors.md. */
const refusal = { description: 'A refusal; its code is in docs/errors.md', content: { 'application/json': { schema: ErrorBody } } };
export const refusals = { '4xx': refusal, '5xx': refusal };

export const SessionPath = Type.Object({ id: Type.String({ description: 'A payment session id, ps_…' }) });

/** The body of a call that takes none. */
export const NoBody = Type.Object({}, { additionalProperties: false });

export const hostOnly = [{ secretKey: [] }];
export const hostOrPage = [{ secretKey: [] }, { clientSecret: [] }];
