export { samlPostFields } from './post.ts';
export { requestSamlResponse, writeSamlResponse } from './response.ts';
export type { SamlEncryption } from './encrypt.ts';
export type { SamlSigning } from './sign.ts';
export type { SamlTerms } from './terms.ts';
