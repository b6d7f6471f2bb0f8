import { encodeNvp, nvpPath } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { receiptFaults, reversalFaults } from '../faults.ts';
import { holdBack, neverAnswer } from '../fault-reply.ts';
import { bodyOf, treatAsForm } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { answerNvp, readNvpRequest } from './answer-nvp.ts';
import { authenticate } from './basic-authentication.ts';
import type { Pair } from './receipt-fields.ts';
import { spoilAnswer } from './spoil-answer.ts';

/** `NVP.aspx`: ViewReceipt, Void and SimpleRefund (instamed-protocol.md §3.3, §3.5, §3.6). Other actions are answered with the general error. */
export function registerNvp(app: FastifyInstance, sandbox: Sandbox): void {
  const { configuration, faults, switches } = sandbox;

  app.post(nvpPath, { onRequest: treatAsForm }, (request, reply) => serve(request, reply, bodyOf(request)));
  app.get(nvpPath, (request, reply) => {
    if (switches.current.nvpGet === 'refused') return reply.code(405).header('allow', 'POST').send('');
    return serve(request, reply, Buffer.from(request.url.split('?')[1] ?? ''));
  });

  async function serve(request: FastifyRequest, reply: FastifyReply, body: Buffer) {
    const asked = readNvpRequest(body);
    const isReversal = asked.action === 'void' || asked.action === 'simplerefund';
    const fault = isReversal ? faults.strike(...reversalFaults) : faults.strike(...receiptFaults);
    await holdBack(fault);
    if (fault?.name === 'receipt-500' || fault?.name === 'reversal-500') return reply.code(500).send('');
    if ((fault?.name === 'receipt-timeout' || fault?.name === 'reversal-timeout') && fault.delayMs === undefined) return neverAnswer(reply);
    const account = authenticate(request.headers.authorization, configuration.accounts, switches.current);
    if (account === undefined) return reply.code(401).header('www-authenticate', 'Basic realm="InstaMed sandbox"').send('');
    const answer = answerNvp(asked, account, sandbox);
    if (fault?.name === 'reversal-answer-lost') return neverAnswer(reply);
    if (answer === undefined || fault?.name === 'receipt-not-ready') return sendError(reply);
    return send(reply, spoilAnswer(write(answer), fault?.name));
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
