import { ProtocolError, decodeTokenStatusRequest, encodeTokenStatusResponse, tokenStatusPath } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { holdBack, neverAnswer } from '../fault-reply.ts';
import { bodyOf } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { registerWsdl, sendSoap, writeSoapAnswer, writeSoapFault, type SoapAnswer } from './soap-answer.ts';
import { ssoService } from './sso-service.ts';
import { tokenStatus } from './token-status.ts';
import { decodeDetailRequest, transactionDetails, type DetailRequest } from './transaction-details.ts';

/** The older documentation has the service outside `/providers` (instamed-protocol.md §2). */
export const servicePaths = [tokenStatusPath, tokenStatusPath.replace('/providers', '')] as const;

/** `SSOService.asmx`, SOAP 1.1 and 1.2 by the envelope's namespace. */
export function registerSoap(app: FastifyInstance, sandbox: Sandbox): void {
  for (const path of servicePaths) {
    app.post(path, serve);
    registerWsdl(app, path, ssoService, sandbox);
  }

  async function serve(request: FastifyRequest, reply: FastifyReply) {
    const fault = sandbox.faults.strike('status-500', 'status-timeout', 'status-garbage', 'status-fault');
    await holdBack(fault);
    if (fault?.name === 'status-500') return reply.code(500).send('');
    if (fault?.name === 'status-timeout' && fault.delayMs === undefined) return neverAnswer(reply);
    if (fault?.name === 'status-garbage') return reply.header('content-type', 'text/xml').send('<soap:Envelope><soap:Body>&nbsp;<GetSSO');
    return sendSoap(reply, answerTo(bodyOf(request), fault?.name === 'status-fault'));
  }

  function answerTo(body: Buffer, faulty: boolean): SoapAnswer {
    try {
      const details = decodeDetailRequest(body);
      if (details !== undefined && !faulty) return detailsAnswer(details);
      const { version, request } = decodeTokenStatusRequest(body);
      if (faulty) return writeSoapFault(version, 'server', 'Server was unable to process request.');
      const answer = tokenStatus(request, sandbox);
      if (answer.type === 'fault') return writeSoapFault(version, answer.code, answer.reason);
      return { status: 200, ...encodeTokenStatusResponse(version, answer.word) };
    } catch (error) {
      if (error instanceof ProtocolError) return writeSoapFault('1.1', 'client', error.message);
      throw error;
    }
  }

  function detailsAnswer(request: DetailRequest): SoapAnswer {
    const answer = transactionDetails(request, sandbox);
    return answer.type === 'fault'
      ? writeSoapFault(request.version, answer.code, answer.reason)
      : writeSoapAnswer(request.version, answer.content);
  }
}
