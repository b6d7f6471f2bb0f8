import { generateKeyPairSync } from 'node:crypto';
import { WebhookEventType } from '@collect-payment/contract';
import { describe, expect, test } from 'vitest';
import { Problems } from './problems.ts';
import { readWebhookEndpoints } from './read-webhook-endpoints.ts';
import type { WebhookEndpointFile } from './tenant-file.ts';

const file: WebhookEndpointFile = { id: 'main', url: 'https://host.test/hooks', secrets: [{ env: 'SECRET' }] };
const secretOf = (bytes: number, prefix = 'whsec_') => `${prefix}${Buffer.alloc(bytes, 7).toString('base64')}`;

function read(files: readonly WebhookEndpointFile[], SECRET = secretOf(24), allowLoopback = false) {
  const problems = new Problems();
  const endpoints = readWebhookEndpoints(problems, 'webhooks', files, allowLoopback, { environment: { SECRET }, directory: '.' });
  problems.throwIfAny();
  return endpoints;
}

describe('a webhook endpoint', () => {
  test('takes every event unless it names some', () => {
    expect(read([file])[0]?.events).toEqual(WebhookEventType.anyOf.map((type) => type.const));
    expect(read([{ ...file, events: ['payment.expired'] }])[0]?.events).toEqual(['payment.expired']);
  });

  test.each([24, 32, 64])('is signed for with a secret of %d bytes', (bytes) => {
    expect(read([file], secretOf(bytes))[0]?.keys).toMatchObject([{ type: 'hmac-sha256' }]);
  });

  test('is signed for with an ed25519 key, with or without its public half', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
    for (const bytes of [seed, Buffer.concat([seed, Buffer.alloc(32)])]) {
      const [key] = read([file], `whsk_${bytes.toString('base64')}`)[0]?.keys ?? [];
      expect(key?.type === 'ed25519' && key.privateKey.equals(privateKey)).toBe(true);
    }
  });

  test.each(['plain', secretOf(23), secretOf(65), secretOf(31, 'whsk_'), secretOf(32, 'whpk_'), 'whsec_', 'whsec_####'])(
    'is refused the secret %s, without a word of it',
    (secret) => {
      expect(() => read([file], secret)).toThrow('webhooks/0/secrets/0: must be whsec_');
      expect(() => read([file], secret)).not.toThrow(secret.slice(7) || 'nothing of it');
    },
  );

  test('on this machine is for development only', () => {
    const local = { ...file, url: 'http://127.0.0.1:9/' };
    expect(() => read([local])).toThrow('webhooks/0/url: must be https, unless');
    expect(read([local], secretOf(24), true)).toHaveLength(1);
    expect(() => read([{ ...file, url: 'http://host.test/' }], secretOf(24), true)).toThrow('webhooks/0/url: must be https');
  });

  test('has an id of its own', () => {
    expect(() => read([file, { ...file, url: 'https://other.test' }])).toThrow('webhooks/1/id: is used by another endpoint');
  });
});
