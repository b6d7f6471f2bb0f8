import { paymentServicePath, ProtocolError } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SandboxAccount } from '../configuration.ts';
import { holdBack, neverAnswer } from '../fault-reply.ts';
import { reversalFaults, saleFaults, type FaultName } from '../faults.ts';
import { authenticate } from '../nvp/basic-authentication.ts';
import { bodyOf } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { registerWsdl, sendSoap, writeSoapAnswer, writeSoapFault, type SoapAnswer } from '../soap/soap-answer.ts';
import { paymentService } from './operations.ts';
import { answerBySoap, decodePaymentServiceRequest } from './answer-by-soap.ts';

/** `service.asmx`: voids, refunds and sales of eChecks by SOAP 1.1 and 1.2 (instamed-protocol.md §4). */
export function registerPaymentService(app: FastifyInstance, sandbox: Sandbox): void {
  const { configuration, faults, switches } = sandbox;
  app.post(paymentServicePath, serve);
  registerWsdl(app, paymentServicePath, paymentService, sandbox);

  async function serve(request: FastifyRequest, reply: FastifyReply) {
    const fault = isSale(bodyOf(request)) ? faults.strike(...saleFaults) : faults.strike(...reversalFaults);
    await holdBack(fault);
    if (fault?.name.endsWith('-500') === true) return reply.code(500).send('');
    if (fault?.name.endsWith('-timeout') === true && fault.delayMs === undefined) return neverAnswer(reply);
    const account = authenticate(request.headers.authorization, configuration.accounts, switches.current);
    if (account === undefined) return reply.code(401).header('www-authenticate', 'Basic realm="InstaMed sandbox"').send('');
    const answer = answerTo(bodyOf(request), account, fault?.name === 'sale-error-after');
    if (fault?.name.endsWith('-answer-lost') === true) return neverAnswer(reply);
    return sendSoap(reply, { ...answer, body: spoil(answer.body, fault?.name) });
  }

  function answerTo(body: Buffer, account: SandboxAccount, failsAfter: boolean): SoapAnswer {
    try {
      const request = decodePaymentServiceRequest(body);
      const content = answerBySoap(request, account, sandbox);
      return content === undefined || failsAfter
        ? writeSoapFault(request.version, 'server', 'An unexpected error occurred.')
        : writeSoapAnswer(request.version, content);
    } catch (error) {
      if (error instanceof ProtocolError) return writeSoapFault('1.1', 'client', error.message);
      throw error;
    }
  }
}

/** By the operation's name, which stands in the body of every request: what strikes it must be known before it is read. */
const isSale = (body: Buffer): boolean => body.includes('DoECheckAuthAndCapt');

/** Cut in the middle, or with a field twice, as by NVP. */
function spoil(body: string, fault: FaultName | undefined): string {
  if (fault?.endsWith('-truncated') === true) return body.slice(0, body.indexOf('TransactionStatus'));
  if (fault !== 'reversal-duplicate-field') return body;
  return body.replace(/<TransactionStatus>(?<status>.)<\/TransactionStatus>/, (sent, status) => {
    const other = status === 'D' ? 'C' : 'D';
    return `${sent}<TransactionStatus>${other}</TransactionStatus>`;
  });
}
