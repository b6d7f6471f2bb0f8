import { encodeNvp, nvpPath } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { receiptFaults, reversalFaults, saleFaults } from '../faults.ts';
import { holdBack, neverAnswer } from '../fault-reply.ts';
import { bodyOf, treatAsForm } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { answerNvp, readNvpRequest, type NvpAction } from './answer-nvp.ts';
import { authenticate } from './basic-authentication.ts';
import type { Pair } from './receipt-fields.ts';
import { spoilAnswer } from './spoil-answer.ts';

/** `NVP.aspx`: ViewReceipt, AuthCapt, SaveOnFile, Void and SimpleRefund (instamed-protocol.md §3.3 to §3.7). Other actions are answered with the general error. */
export function registerNvp(app: FastifyInstance, sandbox: Sandbox): void {
  const { configuration, faults, switches } = sandbox;

  app.post(nvpPath, { onRequest: treatAsForm }, (request, reply) => serve(request, reply, bodyOf(request)));
  app.get(nvpPath, (request, reply) => {
    if (switches.current.nvpGet === 'refused') return reply.code(405).header('allow', 'POST').send('');
    return serve(request, reply, Buffer.from(request.url.split('?')[1] ?? ''));
  });

  async function serve(request: FastifyRequest, reply: FastifyReply, body: Buffer) {
    const asked = readNvpRequest(body);
    const fault = strike(asked.action);
    await holdBack(fault);
    if (fault?.name.endsWith('-500') === true) return reply.code(500).send('');
    if (fault?.name.endsWith('-timeout') === true && fault.delayMs === undefined) return neverAnswer(reply);
    const account = authenticate(request.headers.authorization, configuration.accounts, switches.current);
    if (account === undefined) return reply.code(401).header('www-authenticate', 'Basic realm="InstaMed sandbox"').send('');
    const answer = answerNvp(asked, account, sandbox);
    if (fault?.name.endsWith('-answer-lost') === true) return neverAnswer(reply);
    if (answer === undefined || fault?.name === 'receipt-not-ready' || fault?.name === 'sale-error-after') return sendError(reply);
    return send(reply, spoilAnswer(write(answer), fault?.name));
  }

  function strike(action: NvpAction) {
    switch (action) {
      case 'void':
      case 'simplerefund':
        return faults.strike(...reversalFaults);
      case 'authcapt':
        return faults.strike(...saleFaults);
      case 'saveonfile':
        return undefined;
      case 'viewreceipt':
      case 'other':
        return faults.strike(...receiptFaults);
      default:
        return action satisfies never;
    }
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
