import { ErrorBody } from '@collect-payment/contract';
import { Type } from 'typebox';

/** Refusals look the same everywhere; which codes there are is in docs/errors.md. */
export const refusals = { '4xx': ErrorBody, '5xx': ErrorBody };

export const SessionPath = Type.Object({ id: Type.String({ description: 'A payment session id, ps_…' }) });

/** The body of a call that takes none. */
export const NoBody = Type.Object({}, { additionalProperties: false });

export const hostOnly = [{ secretKey: [] }];
export const hostOrPage = [{ secretKey: [] }, { clientSecret: [] }];
