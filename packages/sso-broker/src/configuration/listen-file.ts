import { Type, type Static } from 'typebox';
import { name, SecretReference, strict } from './shapes.ts';

/** Where the broker listens, and by which key and certificate (PEM) when it speaks TLS itself. */
export const ListenFile = Type.Object(
  {
    host: Type.Optional(name),
    port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
    /** Addresses and blocks of the proxies that say for whom they ask. */
    trustedProxies: Type.Optional(Type.Array(name, { maxItems: 100 })),
    tls: Type.Optional(
      Type.Object(
        {
          key: SecretReference,
          certificate: SecretReference,
          /** PEM: who signs the certificates that callers may show, such as InstaMed's. */
          clientCertificateAuthorities: Type.Optional(SecretReference),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type ListenFile = Static<typeof ListenFile>;

/** The names of which one stands in InstaMed's certificate, to the letter. */
export const MutualTlsFile = Type.Object(
  {
    subjectAltNames: Type.Array(Type.String({ pattern: '^([A-Za-z0-9_-]+\\.)+[A-Za-z0-9-]+$', maxLength: 253 }), {
      minItems: 1,
      maxItems: 20,
    }),
  },
  strict,
);
