import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { landingScript, writeLandingPage } from './landing-page.ts';

interface Window {
  readonly opener?: { postMessage: (message: object, origin: string) => void } | null;
  readonly parent?: { postMessage: (message: object, origin: string) => void };
}

/** Runs the script as the page would, and tells what it did. */
function land(
  dataset: Readonly<Record<string, string>>,
  around: (post: (message: object, origin: string) => void) => Window,
): readonly unknown[] {
  const done: unknown[] = [];
  const window: Record<string, unknown> = {
    opener: null,
    close: () => done.push('closed'),
    location: { replace: (url: string) => done.push(['went to', url]) },
    ...around((message, origin) => done.push([message, origin])),
  };
  window['parent'] ??= window;
  runInNewContext(landingScript, { window, document: { body: { dataset } } });
  return done;
}

const dataset = { session: 'ps_1', how: 'confirm', origins: 'https://a.test https://b.test', returnUrl: 'https://a.test/done' };
const message = { source: 'collect-payment', type: 'returned', session: 'ps_1', how: 'confirm' };

describe('the landing page', () => {
  it('tells the opener of a popup, by each exact origin, and closes', () => {
    const done = land(dataset, (postMessage) => ({ opener: { postMessage } }));
    expect(done).toEqual([[message, 'https://a.test'], [message, 'https://b.test'], 'closed']);
  });

  it('tells the page that frames it, and stays', () => {
    expect(land(dataset, (postMessage) => ({ parent: { postMessage } }))).toEqual([
      [message, 'https://a.test'],
      [message, 'https://b.test'],
    ]);
  });

  it('goes on to the return URL when nobody waits', () => {
    expect(land(dataset, () => ({}))).toEqual([['went to', 'https://a.test/done']]);
    expect(land({ how: 'cancel' }, () => ({}))).toEqual([]);
  });

  it('escapes what it is given, and has no inline script', () => {
    const page = writeLandingPage('cancel', { sessionId: 'ps_1', origins: [], returnUrl: 'https://a.test/"><script>' });
    expect(page).toContain('data-return-url="https://a.test/&quot;>&lt;script>"');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('<script src="landing.js" defer></script>');
  });
});
