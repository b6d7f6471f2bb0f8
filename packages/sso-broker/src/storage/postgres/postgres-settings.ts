import type { Secret } from '../../configuration/secret.ts';

/** Which PostgreSQL, and as whom. */
export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Secret;
  /** Undefined speaks plainly, which only a loopback host may. `certificateAuthority` is PEM, for a server the system does not know. */
  readonly tls: { readonly certificateAuthority: string | undefined } | undefined;
  /** The most connections of one broker, beside the one that listens. */
  readonly connections: number;
}
