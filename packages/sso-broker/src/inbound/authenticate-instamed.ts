import { createHash, timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { isListed } from '../limits/listed-address.ts';
import { BrokerError } from '../errors.ts';
import type { CertifiedFor } from './client-certificate.ts';
import type { InboundWebhooks } from './instamed-credentials.ts';

/** What is looked at of a request. */
export interface InboundCaller {
  readonly authorization: string | undefined;
  /** Who connected, or for whom a proxy of the configuration says that it asks. */
  readonly address: string;
  readonly isCertifiedFor: CertifiedFor;
}

/** Resolves for InstaMed. @throws BrokerError ERR_WEBHOOK_SOURCE, ERR_WEBHOOK_CERTIFICATE, ERR_WEBHOOK_UNAUTHENTICATED, ERR_WEBHOOK_KEYS_UNAVAILABLE */
export type Authenticator = (caller: InboundCaller) => Promise<void>;

const jwksTimeoutMs = 5_000;
const jwksMaxAgeMs = 300_000;
const jwksCooldownMs = 30_000;
const clockToleranceSeconds = 60;

export function createAuthenticator({ authentication, sources, certificateNames }: InboundWebhooks): Authenticator {
  const prove = proofOf(authentication);
  // Without another proof none but a certificate will do, whatever was read.
  const names = authentication.type === 'certificate' ? (certificateNames ?? []) : certificateNames;
  return async ({ authorization = '', address, isCertifiedFor }) => {
    if (sources !== undefined && !isListed(sources, address)) throw new BrokerError('ERR_WEBHOOK_SOURCE');
    if (names !== undefined && !names.some((name) => isCertifiedFor(name))) throw new BrokerError('ERR_WEBHOOK_CERTIFICATE');
    await prove(authorization);
  };
}

function proofOf(authentication: InboundWebhooks['authentication']): (authorization: string) => Promise<void> {
  switch (authentication.type) {
    case 'basic':
      return checkBasic(authentication.credentials);
    case 'oauth':
      return checkBearer(authentication);
    case 'certificate':
      return async () => undefined;
    default:
      return authentication satisfies never;
  }
}

/** Every live credential is compared, in constant time, by its hash. */
function checkBasic(credentials: readonly Uint8Array[]): (authorization: string) => Promise<void> {
  return async (authorization) => {
    const [, encoded = ''] = /^Basic +([A-Za-z0-9+/=]{1,1000})$/i.exec(authorization) ?? [];
    const given = createHash('sha256').update(Buffer.from(encoded, 'base64')).digest();
    const known = credentials.filter((credential) => timingSafeEqual(credential, given));
    if (known.length === 0) throw new BrokerError('ERR_WEBHOOK_UNAUTHENTICATED');
  };
}

/** Issuer, keys, audience and algorithms are the configuration's; nothing in the token chooses them (RFC 8725 3.1, 3.8, 3.9). */
function checkBearer({
  issuer,
  jwksUrl,
  audience,
  algorithms,
}: Extract<InboundWebhooks['authentication'], { type: 'oauth' }>): (authorization: string) => Promise<void> {
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: jwksTimeoutMs,
    cacheMaxAge: jwksMaxAgeMs,
    cooldownDuration: jwksCooldownMs,
  });
  const terms = { issuer, audience, algorithms: [...algorithms], clockTolerance: clockToleranceSeconds, requiredClaims: ['exp'] };
  return async (authorization) => {
    const [, token = ''] = /^Bearer +(\S{1,8000})$/i.exec(authorization) ?? [];
    if (token === '') throw new BrokerError('ERR_WEBHOOK_UNAUTHENTICATED');
    try {
      await jwtVerify(token, keys, terms);
    } catch (error) {
      throw new BrokerError(isKeyTrouble(error) ? 'ERR_WEBHOOK_KEYS_UNAVAILABLE' : 'ERR_WEBHOOK_UNAUTHENTICATED', undefined, {
        cause: error,
      });
    }
  };
}

/** The keys could not be fetched, so nobody can tell: the sender should try again. jose's own base class stands for a bad answer. */
function isKeyTrouble(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}
