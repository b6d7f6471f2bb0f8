import { Type, type Static } from 'typebox';
import { name, SecretReference, strict, url } from './shapes.ts';

/** Where the private key is: in a file or a variable, or with a signer that never gives it away (identity/saml-signer.ts). */
export type SigningKeyReference = SecretReference | { readonly module: string };
const SigningKeyReference = Type.Unsafe<SigningKeyReference>(
  Type.Object(
    { env: Type.Optional(name), file: Type.Optional(url), module: Type.Optional(url) },
    { ...strict, minProperties: 1, maxProperties: 1 },
  ),
);

const NextSigningFile = Type.Object(
  {
    /** Published in the metadata beside the present one. */
    signingCertificate: SecretReference,
    /** With it and a date the change happens by itself; without both the certificate is only published. */
    signingKey: Type.Optional(SigningKeyReference),
    /** ISO 8601 with its zone: from then on this key signs. */
    notBeforeUse: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  },
  strict,
);
export type NextSigningFile = Static<typeof NextSigningFile>;

export const SamlSettingsFile = Type.Object(
  {
    entityId: name,
    audience: name,
    /** Both default to acsUrl. */
    recipient: Type.Optional(url),
    destination: Type.Optional(url),
    /** For `consumer-payment`: the audience as above, recipient and destination the consumer's ACS, unless said here. */
    consumer: Type.Optional(
      Type.Object({ audience: Type.Optional(name), recipient: Type.Optional(url), destination: Type.Optional(url) }, strict),
    ),
    nameIdFormat: Type.Optional(name),
    sign: Type.Optional(Type.Union([Type.Literal('assertion'), Type.Literal('response'), Type.Literal('both')])),
    encrypt: Type.Optional(Type.Union([Type.Literal('aes-256-cbc'), Type.Literal('aes-256-gcm'), Type.Literal('none')])),
    signingKey: SigningKeyReference,
    signingCertificate: SecretReference,
    next: Type.Optional(NextSigningFile),
    encryptionCertificate: Type.Optional(SecretReference),
    lifetimeMs: Type.Optional(Type.Integer({ minimum: 30_000, maximum: 900_000 })),
    sendSecurityKey: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type SamlSettingsFile = Static<typeof SamlSettingsFile>;
