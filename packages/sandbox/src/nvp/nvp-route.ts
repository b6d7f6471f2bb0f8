import { encodeNvp, nvpPath } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { holdBack, neverAnswer } from '../fault-reply.ts';
import { bodyOf, treatAsForm } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { authenticate } from './basic-authentication.ts';
import type { Pair } from './receipt-fields.ts';
import { spoilReceipt } from './spoil-receipt.ts';
import { viewReceipt } from './view-receipt.ts';

/** `NVP.aspx`: ViewReceipt (instamed-protocol.md §3.3). Other actions are answered with the general error. */
export function registerNvp(app: FastifyInstance, sandbox: Sandbox): void {
  const { configuration, faults, switches } = sandbox;

  app.post(nvpPath, { onRequest: treatAsForm }, (request, reply) => serve(request, reply, bodyOf(request)));
  app.get(nvpPath, (request, reply) => {
    if (switches.current.nvpGet === 'refused') return reply.code(405).header('allow', 'POST').send('');
    return serve(request, reply, Buffer.from(request.url.split('?')[1] ?? ''));
  });

  async function serve(request: FastifyRequest, reply: FastifyReply, body: Buffer) {
    const fault = faults.strike('receipt-500', 'receipt-timeout', 'receipt-truncated', 'receipt-duplicate-field', 'receipt-not-ready');
    await holdBack(fault);
    if (fault?.name === 'receipt-500') return reply.code(500).send('');
    if (fault?.name === 'receipt-timeout' && fault.delayMs === undefined) return neverAnswer(reply);
    const account = authenticate(request.headers.authorization, configuration.accounts, switches.current);
    if (account === undefined) return reply.code(401).header('www-authenticate', 'Basic realm="InstaMed sandbox"').send('');
    const receipt = viewReceipt(body, account, sandbox);
    if (receipt === undefined || fault?.name === 'receipt-not-ready') return sendError(reply);
    return send(reply, spoilReceipt(write(receipt), fault?.name));
  }

  function sendError(reply: FastifyReply) {
    const reference = sandbox.newUuid().replaceAll('-', '').slice(0, 10).toUpperCase();
    const error: readonly Pair[] = [
      ['errorCode', '400'],
      ['errorMessage', `An unexpected error occurred with Reference Number ${reference}`],
    ];
    return send(reply.code(Number(switches.current.nvpErrorStatus)), write(error));
  }

  // The documented samples are not encoded at all (§3.1).
  function write(pairs: readonly Pair[]): string {
    if (switches.current.nvpEncoding === 'percent') return encodeNvp(pairs);
    return pairs.map(([name, value]) => `${name}=${value}`).join('&');
  }
}

const send = (reply: FastifyReply, body: string) =>
  reply.header('content-type', 'application/x-www-form-urlencoded; charset=utf-8').header('cache-control', 'no-store').send(body);
