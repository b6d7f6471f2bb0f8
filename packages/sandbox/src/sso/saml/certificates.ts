import { Type } from 'typebox';

/** The certificates of one signer, PEM, as they come in JSON: two at most, because a key is changed for one other. */
export const Certificates = Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 2 });
