import type { Credentials } from '../broker/broker-client.ts';
import type { FetchSession, SessionRequest } from '../session/session-source.ts';
import { readHostMessage, type EmbedMessage, type HostMessage, type Settings } from './frame-message.ts';

// The script of the broker's page `/embed/{id}`: puts `<collect-payment>` into it once the page around has handed over the client secret, and
// repeats to that page, and to no other, what the element says. `<body data-origins>` says who may frame it.
const { origins = '' } = document.body.dataset;
const sessionId = decodeURIComponent(location.pathname).split('/').at(-1);
/** The page around, once it has spoken. */
let host: { readonly origin: string; readonly nonce: string } | undefined;
const asked: ((session: Credentials | undefined) => void)[] = [];
const element = document.createElement('collect-payment');

function tell(message: EmbedMessage): void {
  if (host) parent.postMessage({ ...message, source: 'collect-payment-embed', nonce: host.nonce }, host.origin);
}

function ask(request: SessionRequest): Promise<Credentials | undefined> {
  return new Promise((resolve) => {
    const turn = asked.push(resolve) - 1;
    tell({ type: 'ask', turn, request });
  });
}

/** The first session is the one that was handed over; for every other one the host's page is asked, and its server decides. */
function sessionsFrom(first: Credentials): FetchSession {
  let handed: Credentials | undefined = first;
  return async (request) => {
    const session = handed ?? (await ask(request));
    handed = undefined;
    return session ?? { id: '', clientSecret: '' };
  };
}

function open(session: Credentials, settings: Settings): void {
  for (const [name, value] of Object.entries(settings)) element.setAttribute(name, value);
  document.documentElement.lang = settings.lang ?? document.documentElement.lang;
  // Where this page is, there is the broker, whatever it is called.
  element.broker = new URL('..', location.href).href;
  element.fetchSession = sessionsFrom(session);
  document.body.append(element);
  new ResizeObserver(() => tell({ type: 'size', height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
}

function take(message: HostMessage, origin: string): void {
  if (message.type === 'open') {
    // The first word stands: nobody takes over a page that shows a payment.
    if (host || message.session.id !== sessionId) return;
    host = { origin, nonce: message.nonce };
    open(message.session, message.settings);
  } else if (message.type === 'call') void element[message.method]();
  else asked[message.turn]?.(message.session);
}

addEventListener('message', (event) => {
  const peer = { window: parent, origins: host ? [host.origin] : origins.split(' '), nonce: host?.nonce };
  const message = readHostMessage(event, peer);
  if (message && parent !== window) take(message, event.origin);
});
element.addEventListener('payment-state-change', ({ session, view }) => {
  const shown = element.view;
  // A dialog takes no room of its own, and the frame is as tall as what takes some.
  document.body.toggleAttribute('data-over', shown.name === 'open' && shown.step.place === 'incontext');
  tell({ type: 'changed', session, view });
});
element.addEventListener('payment-settled', ({ session, outcome, receipt }) => tell({ type: 'settled', session, outcome, receipt }));
element.addEventListener('payment-error', ({ code, message, requestId }) => tell({ type: 'error', code, message, requestId }));
