import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs, tell } from '../../../scripts/tried/tried.ts';
import { readEmbedMessage, readHostMessage, type EmbedMessage, type HostMessage } from '../src/framed/frame-message.ts';

const nonce = '0d6f7a3c-5c0e-4b7e-9d3e-2f1a8c4b6e90';
const other = '1d6f7a3c-5c0e-4b7e-9d3e-2f1a8c4b6e90';
const peer = { window, origins: ['https://peer.example'], nonce };
const stranger = new MessageChannel().port1;

const session = { id: 'ps_1', status: 'approved', sequence: 3, outcome: { status: 'approved' } };
const credentials = { id: 'ps_1', clientSecret: 'cs_1' };
const settings = { display: 'popup', lang: 'es', evil: 'x' };
const rightHost: readonly object[] = [
  { type: 'open', session: credentials, settings },
  { type: 'session', turn: 0, session: credentials },
  { type: 'call', method: 'cancel' },
];
const rightEmbed: readonly object[] = [
  { type: 'size', height: 400 },
  { type: 'ask', turn: 0, request: { balanceOf: 'ps_1' } },
  { type: 'changed', session, view: 'approved' },
  { type: 'settled', session, outcome: {}, receipt: {} },
  { type: 'error', code: 'ERR_X', message: 'x' },
];

const rightOrigin = 'https://peer.example';
const origins = fc.constantFrom(
  rightOrigin,
  rightOrigin,
  rightOrigin,
  'null',
  '',
  'http://peer.example',
  'https://peer.example:8443',
  'https://peer.example.evil.example',
  'https://PEER.example',
);
const sources = fc.constantFrom<MessageEventSource | null>(window, window, window, stranger, null);
const nonces = fc.constantFrom<unknown>(
  nonce,
  nonce,
  nonce,
  other,
  '',
  nonce.toUpperCase(),
  [nonce],
  { toString: () => nonce },
  undefined,
  null,
);
const field = fc.oneof(
  fc.constantFrom<unknown>(
    session,
    credentials,
    settings,
    0,
    400,
    10_001,
    -1,
    0.5,
    Number.NaN,
    '400',
    'cancel',
    'start',
    'open',
    'remove',
    null,
  ),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
);
const names = [
  'type',
  'session',
  'settings',
  'turn',
  'method',
  'height',
  'request',
  'view',
  'outcome',
  'receipt',
  'code',
  'message',
  'requestId',
];

/** A right message, or one with some of its fields put wrong, or nothing like it. */
const messages = (right: readonly object[], speaker: string) =>
  fc
    .oneof(
      {
        weight: 5,
        arbitrary: fc
          .tuple(fc.constantFrom(...right), fc.dictionary(fc.constantFrom(...names), field, { maxKeys: 2 }))
          .map((parts) => Object.assign({}, ...parts) as object),
      },
      fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor'), field),
      fc.anything(),
    )
    .chain((message) =>
      fc
        .tuple(nonces, fc.constantFrom(speaker, speaker, speaker, 'collect-payment', undefined))
        .map(([own, source]): unknown =>
          typeof message === 'object' && message !== null ? Object.assign({}, message, { nonce: own, source }) : message,
        ),
    );

function isRight(data: unknown, origin: string, source: MessageEventSource | null, speaker: string): boolean {
  const message = data as Partial<Record<string, unknown>>;
  return origin === 'https://peer.example' && source === window && message['nonce'] === nonce && message['source'] === speaker;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const onlyHas = (value: object, allowed: readonly string[]): boolean => Object.keys(value).every((name) => allowed.includes(name));

function isHostShape(message: HostMessage): boolean {
  switch (message.type) {
    case 'open':
      return (
        onlyHas(message.session, ['id', 'clientSecret']) &&
        onlyHas(message.settings, ['display', 'audience', 'lang', 'theme']) &&
        Object.values(message.settings).every(isText)
      );
    case 'session':
      return message.session === undefined || (onlyHas(message.session, ['id', 'clientSecret']) && isText(message.session.clientSecret));
    case 'call':
      return ['start', 'cancel'].includes(message.method);
    default:
      return message satisfies never;
  }
}

function isEmbedShape(message: EmbedMessage): boolean {
  switch (message.type) {
    case 'size':
      return Number.isInteger(message.height) && message.height >= 0 && message.height <= 10_000;
    case 'ask':
      return onlyHas(message.request, ['balanceOf']) && Object.values(message.request).every(isText);
    case 'changed':
      return message.session === undefined || isText(message.session.id);
    case 'settled':
      return isText(message.session.id) && typeof message.outcome === 'object';
    case 'error':
      return isText(message.code) && isText(message.message);
    default:
      return message satisfies never;
  }
}

test.each([
  ['of the page around the frame', 'collect-payment-host', rightHost, readHostMessage, isHostShape],
  ['of the framed page', 'collect-payment-embed', rightEmbed, readEmbedMessage, isEmbedShape],
] as const)(
  'a message %s is believed only of its window, its origin, with its nonce and in its shape',
  { timeout: 120_000 },
  (what, speaker, right, read, isShape) => {
    let believed = 0;
    let tried = 0;
    for (const message of right)
      expect(read({ data: { ...message, nonce, source: speaker }, origin: 'https://peer.example', source: window }, peer)).toBeDefined();
    fc.assert(
      fc.property(messages(right, speaker), origins, sources, (data, origin, source) => {
        tried += 1;
        const message = read({ data, origin, source }, peer);
        if (message === undefined) return;
        believed += 1;
        expect(isRight(data, origin, source, speaker)).toBe(true);
        expect((isShape as (message: HostMessage | EmbedMessage) => boolean)(message)).toBe(true);
      }),
      runs(10_000),
    );
    expect(tried).toBeGreaterThanOrEqual(10_000);
    expect(believed).toBeGreaterThan(100);
    expect(believed).toBeLessThan(tried / 2);
    counts.push([what, tried, believed]);
  },
);

const counts: (readonly [what: string, tried: number, believed: number])[] = [];
test('both ways were tried', (context) => {
  expect(counts).toHaveLength(2);
  for (const [what, tried, believed] of counts)
    tell(context, `messages ${what}`, tried, `of any window, origin, nonce and shape: ${believed} believed`);
});

const askedFirst = (data: object) =>
  readHostMessage(
    { data: { source: 'collect-payment-host', ...data }, origin: rightOrigin, source: window },
    { ...peer, nonce: undefined },
  );

test('before the page around has spoken, only its opening word is believed, and with a nonce that is one', () => {
  expect(askedFirst({ nonce, type: 'open', session: credentials })).toMatchObject({ type: 'open', nonce, settings: {} });
  for (const bad of ['', 'x', `${nonce} `, nonce.toUpperCase(), 1, null])
    expect(askedFirst({ nonce: bad, type: 'open', session: credentials })).toBeUndefined();
  expect(askedFirst({ nonce, type: 'call', method: 'cancel' })).toBeUndefined();
  expect(askedFirst({ nonce, type: 'session', turn: 0, session: credentials })).toBeUndefined();
});

test('a message of a stranger’s is not taken apart', () => {
  let looked = 0;
  const data = new Proxy({}, { get: () => (looked += 1), ownKeys: () => ((looked += 1), []) });
  for (const [origin, source] of [
    ['https://evil.example', window],
    ['https://peer.example', stranger],
  ] as const) {
    expect(readHostMessage({ data, origin, source }, peer)).toBeUndefined();
    expect(readEmbedMessage({ data, origin, source }, peer)).toBeUndefined();
  }
  expect(looked).toBe(0);
});
