import { createPrivateKey, type KeyObject } from 'node:crypto';
import { WebhookEventType } from '@collect-payment/contract';
import type { SigningKey } from '../webhooks/sign-message.ts';
import type { WebhookEndpoint } from '../webhooks/webhook-endpoint.ts';
import { checkUrl } from './addresses.ts';
import type { Problems } from './problems.ts';
import { readSecret, type SecretSource } from './secret-references.ts';
import { Secret } from './secret.ts';
import type { WebhookEndpointFile } from './tenant-file.ts';

const everyEvent = WebhookEventType.anyOf.map((event) => event.const);
/** An ed25519 private key in PKCS #8 is this and its 32 bytes (RFC 8410 7). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A tenant's webhook endpoints, with their live keys parsed. */
export function readWebhookEndpoints(
  problems: Problems,
  field: string,
  files: readonly WebhookEndpointFile[],
  allowLoopback: boolean,
  source: SecretSource,
): readonly WebhookEndpoint[] {
  return files.map((file, index) => {
    const at = `${field}/${index}`;
    checkUrl(problems, `${at}/url`, file.url);
    problems.refuse(
      !allowLoopback && file.url.startsWith('http:'),
      `${at}/url`,
      'must be https, unless webhookDelivery.allowLoopback is set',
    );
    problems.refuse(files.findIndex(({ id }) => id === file.id) !== index, `${at}/id`, 'is used by another endpoint of the tenant');
    problems.refuse(files.findIndex((other) => other.url === file.url) !== index, `${at}/url`, 'is the address of another endpoint');
    const keys = file.secrets.map((reference, position) => {
      const place = `${at}/secrets/${position}`;
      const text = readSecret(problems, place, reference, source)?.reveal() ?? '';
      return problems.attempt(place, 'must be whsec_ and 24 to 64 bytes, or whsk_ and an ed25519 private key of 32 bytes, in base64', () =>
        readSigningKey(text),
      );
    });
    return { id: file.id, url: file.url, keys, events: file.events ?? everyEvent };
  });
}

/** The prefixes are those of Standard Webhooks 1.0.0: `whsec_` a shared secret, `whsk_` a private key. */
function readSigningKey(text: string): SigningKey {
  const [, prefix, base64] = /^(whsec|whsk)_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (prefix === undefined || base64 === undefined) throw new TypeError('Not a signing key');
  const bytes = Buffer.from(base64, 'base64');
  if (prefix === 'whsk') return { type: 'ed25519', privateKey: readEd25519(bytes) };
  if (bytes.length < 24 || bytes.length > 64) throw new RangeError('Not a secret of 24 to 64 bytes');
  return { type: 'hmac-sha256', secret: new Secret<Uint8Array>(bytes) };
}

/** The 32 bytes of the seed, alone or with the public key behind them as some libraries write it. */
function readEd25519(bytes: Buffer): KeyObject {
  if (bytes.length !== 32 && bytes.length !== 64) throw new RangeError('Not an ed25519 private key');
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, bytes.subarray(0, 32)]), format: 'der', type: 'pkcs8' });
}
