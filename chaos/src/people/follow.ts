import type { PaymentSessionView } from '@collect-payment/contract';
import { pause } from '../pause.ts';
import type { Caller } from './caller.ts';

const reconnectMs = 500;

/** A page that follows its session by server-sent events, and comes back whenever the stream breaks, until it is told to leave. */
export async function follow(
  caller: Caller,
  session: { readonly id: string; readonly clientSecret: string },
  origin: string,
  told: (view: PaymentSessionView) => void,
  leave: AbortSignal,
): Promise<void> {
  let lastSequence = 0;
  while (!leave.aborted) {
    try {
      const answer = await fetch(`${caller.anyUrl()}/v1/payment-sessions/${session.id}/events`, {
        headers: {
          authorization: `Bearer ${session.clientSecret}`,
          origin,
          ...(lastSequence > 0 && { 'last-event-id': String(lastSequence) }),
        },
        signal: leave,
      });
      for await (const view of viewsOf(answer)) {
        lastSequence = view.sequence;
        told(view);
      }
    } catch {
      // The stream broke, or could not be had.
    }
    await pause(reconnectMs, leave);
  }
}

async function* viewsOf(answer: Response): AsyncGenerator<PaymentSessionView> {
  let text = '';
  if (answer.status !== 200 || answer.body === null) return;
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const parts = `${text}${chunk}`.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const lines = part.split('\n');
      const data = lines.find((line) => line.startsWith('data: '))?.slice('data: '.length);
      if (lines.includes('event: session') && data !== undefined) yield JSON.parse(data) as PaymentSessionView;
    }
  }
}
