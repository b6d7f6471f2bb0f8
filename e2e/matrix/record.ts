import type { BrowserContext } from '@playwright/test';

/** What a document heard: a settlement, a stream it opened, or an event that came by it. */
interface Told {
  /** One document from its loading to its end; a page that the browser kept for "back" is the same. */
  readonly life: string;
  readonly what: 'settled' | 'stream' | 'event' | 'restored';
  /** Of a settlement the session, of a stream and an event the number of it in its document. */
  readonly of: string;
  /** Of a stream the Last-Event-ID, of an event its id. */
  readonly sequence: number;
}

/** Runs in every document before its own scripts. */
const listening = `(() => {
  const life = crypto.randomUUID();
  let streams = 0;
  const tell = (what, of, sequence = 0) => void globalThis.toldToTheTest?.({ life, what, of: String(of), sequence });
  addEventListener('payment-settled', ({ session }) => tell('settled', session.id), true);
  addEventListener('pageshow', ({ persisted }) => persisted && tell('restored', location.pathname));
  const ask = globalThis.fetch;
  async function listen(stream, of) {
    let text = '';
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split('\\n\\n');
      text = events.pop();
      for (const event of events) {
        const [, id] = /^id: (\\d+)$/m.exec(event) ?? [];
        if (id) tell('event', of, Number(id));
      }
    }
  }
  globalThis.fetch = async (...call) => {
    const answer = await ask(...call);
    if (String(call[0]).endsWith('/events') && answer.ok) {
      const of = (streams += 1);
      tell('stream', of, Number(new Headers(call[1].headers).get('last-event-id')));
      listen(answer.clone().body, of).catch(() => undefined);
    }
    return answer;
  };
})()`;

export interface Record {
  /** How often each document was told of a settlement, by session and document. */
  settlements(): readonly number[];
  /** Streams that brought an event twice, or one that the page had said it has. */
  repeats(): readonly string[];
  /** How many documents the browser had kept and brought back. */
  restored(): number;
}

export async function recordDocuments(context: BrowserContext): Promise<Record> {
  const told: Told[] = [];
  await context.exposeFunction('toldToTheTest', (each: Told) => void told.push(each));
  await context.addInitScript({ content: listening });
  const of = (what: Told['what']): readonly Told[] => told.filter((each) => each.what === what);
  return {
    settlements: () => [...Map.groupBy(of('settled'), ({ life, of: session }) => `${life} ${session}`).values()].map((each) => each.length),
    repeats: () =>
      of('stream').flatMap((stream) => {
        const ids = of('event').filter((event) => event.life === stream.life && event.of === stream.of);
        const seen = [stream.sequence, ...ids.map(({ sequence }) => sequence)];
        return seen.every((sequence, index) => index === 0 || sequence > seen[index - 1]!) ? [] : [seen.join(' ')];
      }),
    restored: () => of('restored').length,
  };
}
