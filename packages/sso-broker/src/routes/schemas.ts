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

/** A page of a list in the order of its making. */
export const pageQuery = {
  after: Type.Optional(Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$', description: 'The nextCursor of the page before' })),
  limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$', description: '1 to 100, 50 without' })),
};
