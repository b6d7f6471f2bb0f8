import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { Secret } from '../configuration/secret.ts';
import { signMessage, type SigningKey } from './sign-message.ts';

const secret = randomBytes(24);
const other = randomBytes(64);
const hmac = (bytes: Uint8Array): SigningKey => ({ type: 'hmac-sha256', secret: new Secret(bytes) });
const receiver = (bytes: Buffer) => new Webhook(`whsec_${bytes.toString('base64')}`);
const body = JSON.stringify({ type: 'payment.settled', timestamp: '2026-11-20T12:00:00.000Z', data: { sessionId: 'ps_1' } });
const id = 'evt_0000000000000000000001_5';
const sent = (keys: readonly SigningKey[], text = body) => ({ ...signMessage(keys, id, Date.now(), text) });

const flip = (text: string, at: number): string => {
  const bytes = Buffer.from(text);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('latin1');
};

describe('a receiver that is not ours', () => {
  test('accepts the message as it is', () => {
    expect(receiver(secret).verify(body, sent([hmac(secret)]))).toEqual(JSON.parse(body));
  });

  test('accepts it by either secret while secrets are being changed, and by no third', () => {
    const headers = sent([hmac(secret), hmac(other)]);
    expect(receiver(secret).verify(body, headers)).toBeDefined();
    expect(receiver(other).verify(body, headers)).toBeDefined();
    expect(() => receiver(randomBytes(24)).verify(body, headers)).toThrow(WebhookVerificationError);
  });

  test('accepts it beside an ed25519 signature', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(receiver(secret).verify(body, sent([{ type: 'ed25519', privateKey }, hmac(secret)]))).toBeDefined();
  });

  test('rejects it when any one byte of body, id, time or signature is another', () => {
    const headers = sent([hmac(secret)]);
    let rejected = 0;
    for (let at = 0; at < body.length; at += 1) {
      expect(() => receiver(secret).verify(flip(body, at), headers)).toThrow(WebhookVerificationError);
      rejected += 1;
    }
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const) {
      for (let at = 0; at < headers[name].length; at += 1) {
        const damaged = { ...headers, [name]: flip(headers[name], at) };
        expect(() => receiver(secret).verify(body, damaged)).toThrow(WebhookVerificationError);
        rejected += 1;
      }
    }
    const { 'webhook-id': messageId, 'webhook-timestamp': time, 'webhook-signature': signature } = headers;
    expect(rejected).toBe(body.length + messageId.length + time.length + signature.length);
  });
});

test('the ed25519 signature is over id, time and body', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const headers = sent([{ type: 'ed25519', privateKey }], '{"é":"李"}');
  const [version, signature = ''] = headers['webhook-signature'].split(',');
  const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.{"é":"李"}`);
  expect(version).toBe('v1a');
  expect(verify(null, content, createPublicKey(privateKey), Buffer.from(signature, 'base64'))).toBe(true);
});
