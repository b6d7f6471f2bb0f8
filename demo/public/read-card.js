// A sale that this page controls itself: the reader encrypts the card, the broker pays with it, the card is told what became of it.
import { encodeHex, followHostedScreen, openReader, ReaderError } from '../readers/reader.js';

const byId = (id) => document.getElementById(id);
const dialog = byId('reader-desk');
const broker = document.documentElement.dataset.broker;
const hostedScreen = followHostedScreen(document);
const waitMs = 60_000;

const progressWords = {
  waiting: 'Insert, tap or swipe the card.',
  inserted: 'Leave the card in.',
  removed: 'Card removed.',
  processing: 'Reading the card…',
  fallback: 'The chip could not be read. Swipe the card.',
};
const doubt = 'We don’t know yet whether this payment went through. Do not collect it again. It is being looked up.';
const outcomeWords = {
  approved: 'Approved.',
  partially_approved: 'Approved in part.',
  declined: 'The card was declined. No money was taken.',
};

const say = (words) => {
  byId('reader-news').textContent = words;
};

async function post(url, body, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? 'Another payment for this visit is under way.');
  return answer;
}

/** The session comes from the clinic's server, which alone knows who pays what; the card from the reader; they meet at the broker. */
async function pay(reader, visit, signal) {
  const device = await reader.identify();
  const choice = new URLSearchParams({ screen: 'simple-collect', sso: byId('sso').value });
  const { id, clientSecret } = await post(`/api/accounts/${encodeURIComponent(visit.id)}/collect?${choice}`, { device });
  const requestedCents = Math.round(Number(visit.balance) * 100);
  const read = await reader.read({ requestedCents, timeoutMs: waitMs, signal, onProgress: (step) => say(progressWords[step]) });
  try {
    say('Paying…');
    const { entry, fallback, data } = read;
    const body = { device, entry, fallback, data: encodeHex(data) };
    const answer = await post(`${broker}/v1/payment-sessions/${id}/card-read`, body, {
      authorization: `Bearer ${clientSecret}`,
      'idempotency-key': crypto.randomUUID(),
    });
    await reader.finish(answer.emvResponse);
    return answer.session;
  } finally {
    read.wipe();
    await reader.finish();
  }
}

export async function readCard(found, visit) {
  byId('reader-desk-title').textContent = visit.name;
  byId('reader-close').textContent = 'Cancel';
  const canceling = new AbortController();
  const cancel = () => canceling.abort();
  dialog.addEventListener('close', cancel, { once: true });
  dialog.showModal();
  say('Asking the reader…');
  try {
    const reader = openReader(found, { bus: navigator[found.api], hostedScreen });
    const session = await pay(reader, visit, canceling.signal);
    say(outcomeWords[session.status] ?? doubt);
    if (session.outcome !== undefined) {
      document.dispatchEvent(Object.assign(new Event('visit-paid'), { visit, outcome: session.outcome }));
    }
  } catch (error) {
    say(error.message);
    if (!(error instanceof ReaderError)) console.error(error);
  } finally {
    byId('reader-close').textContent = 'Done';
    dialog.removeEventListener('close', cancel);
  }
}

byId('reader-close').addEventListener('click', () => dialog.close());
