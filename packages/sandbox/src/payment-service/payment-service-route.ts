import { paymentServicePath, ProtocolError } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SandboxAccount } from '../configuration.ts';
import { holdBack, neverAnswer } from '../fault-reply.ts';
import { reversalFaults, type FaultName } from '../faults.ts';
import { authenticate } from '../nvp/basic-authentication.ts';
import { bodyOf } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { registerWsdl, sendSoap, writeSoapAnswer, writeSoapFault, type SoapAnswer } from '../soap/soap-answer.ts';
import { paymentService } from './operations.ts';
import { decodePaymentServiceRequest, reverseBySoap } from './reverse-by-soap.ts';

/** `service.asmx`: voids and refunds by SOAP 1.1 and 1.2 (instamed-protocol.md §4). */
export function registerPaymentService(app: FastifyInstance, sandbox: Sandbox): void {
  const { configuration, faults, switches } = sandbox;
  app.post(paymentServicePath, serve);
  registerWsdl(app, paymentServicePath, paymentService, sandbox);

  async function serve(request: FastifyRequest, reply: FastifyReply) {
    const fault = faults.strike(...reversalFaults);
    await holdBack(fault);
    if (fault?.name === 'reversal-500') return reply.code(500).send('');
    if (fault?.name === 'reversal-timeout' && fault.delayMs === undefined) return neverAnswer(reply);
    const account = authenticate(request.headers.authorization, configuration.accounts, switches.current);
    if (account === undefined) return reply.code(401).header('www-authenticate', 'Basic realm="InstaMed sandbox"').send('');
    const answer = answerTo(bodyOf(request), account);
    if (fault?.name === 'reversal-answer-lost') return neverAnswer(reply);
    return sendSoap(reply, { ...answer, body: spoil(answer.body, fault?.name) });
  }

  function answerTo(body: Buffer, account: SandboxAccount): SoapAnswer {
    try {
      const request = decodePaymentServiceRequest(body);
      const content = reverseBySoap(request, account, sandbox);
      return content === undefined
        ? writeSoapFault(request.version, 'server', 'An unexpected error occurred.')
        : writeSoapAnswer(request.version, content);
    } catch (error) {
      if (error instanceof ProtocolError) return writeSoapFault('1.1', 'client', error.message);
      throw error;
    }
  }
}

/** Cut in the middle, or with a field twice, as by NVP. */
function spoil(body: string, fault: FaultName | undefined): string {
  if (fault === 'reversal-truncated') return body.slice(0, body.indexOf('TransactionStatus'));
  if (fault !== 'reversal-duplicate-field') return body;
  return body.replace(/<TransactionStatus>(?<status>.)<\/TransactionStatus>/, (sent, status) => {
    const other = status === 'D' ? 'C' : 'D';
    return `${sent}<TransactionStatus>${other}</TransactionStatus>`;
  });
}
