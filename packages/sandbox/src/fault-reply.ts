import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';

/** Waits as long as the fault says, if it says. */
export async function holdBack(fault: { readonly delayMs: number | undefined } | undefined): Promise<void> {
  if (fault?.delayMs !== undefined) await wait(fault.delayMs, undefined, { ref: false });
}

/** Leaves the request open: the caller's own time limit must end it. */
export function neverAnswer(reply: FastifyReply): void {
  reply.hijack();
}
