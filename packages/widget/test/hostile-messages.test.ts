import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs, tell } from '../../../scripts/tried/tried.ts';
import { readHint } from '../src/window/hosted-message.ts';

const trust = { hosted: 'https://hosted.example', broker: 'https://broker.example', sessionId: 'ps_0000000000000000000001' };
const origins = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(trust.hosted, trust.broker) },
  fc.constantFrom(
    trust.hosted,
    trust.broker,
    'null',
    '',
    'https://hosted.example.evil.example',
    'http://hosted.example',
    'https://hosted.example:8443',
  ),
  fc.webUrl().map((url) => new URL(url).origin),
);
const address = fc.oneof(
  fc.constantFrom('https://hosted.example/next', 'https://hosted.example@evil.example/', '//hosted.example', 'javascript:alert(1)'),
  fc.webUrl(),
);
const screen = fc.record(
  { closeInContext: fc.anything(), returnURL: fc.anything(), redirectIframeUrl: address, __proto__: fc.anything() },
  { requiredKeys: [] },
);
const landing = fc.record({
  source: fc.constantFrom('collect-payment', 'other'),
  type: fc.constantFrom('returned', 'paid'),
  session: fc.constantFrom(trust.sessionId, 'ps_other'),
  how: fc.constantFrom('confirm', 'cancel', 'approved', 'closed'),
});
const data = fc.oneof(
  screen.map((message) => JSON.stringify(message)),
  screen,
  landing,
  landing.map((message) => JSON.stringify(message)),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
  fc.json(),
  fc.string({ maxLength: 5_000 }),
);

test(
  'a message is believed only from its own origin and in its own shape, and never says more than to look',
  { timeout: 120_000 },
  (context) => {
    const seen = { believed: 0, passedOver: 0 };
    fc.assert(
      fc.property(data, origins, (message, origin) => {
        const hint = readHint(message, origin, trust);
        if (hint === undefined) {
          seen.passedOver += 1;
          return;
        }
        seen.believed += 1;
        expect(['confirm', 'cancel', 'closed', 'redirected']).toContain(hint.how);
        expect(origin).toBe(hint.how === 'confirm' || hint.how === 'cancel' ? trust.broker : trust.hosted);
        expect('url' in hint ? new URL(hint.url).origin : trust.hosted).toBe(trust.hosted);
      }),
      runs(10_000),
    );
    expect(seen.believed).toBeGreaterThan(100);
    tell(
      context,
      'messages to the widget',
      seen.believed + seen.passedOver,
      `of any origin and shape: ${seen.believed} believed, each from its own origin`,
    );
  },
);
