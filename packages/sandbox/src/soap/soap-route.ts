import {
  ProtocolError,
  decodeTokenStatusRequest,
  encodeSoapFault,
  encodeTokenStatusResponse,
  soapContentTypes,
  tokenStatusPath,
  type SoapVersion,
} from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { holdBack, neverAnswer } from '../fault-reply.ts';
import { bodyOf } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { tokenStatus } from './token-status.ts';
import { decodeDetailRequest, transactionDetails, type DetailRequest } from './transaction-details.ts';
import { writeWsdl } from './wsdl.ts';

/** The older documentation has the service outside `/providers` (instamed-protocol.md §2). */
export const servicePaths = [tokenStatusPath, tokenStatusPath.replace('/providers', '')] as const;

interface SoapAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** `SSOService.asmx`, SOAP 1.1 and 1.2 by the envelope's namespace. */
export function registerSoap(app: FastifyInstance, sandbox: Sandbox): void {
  for (const path of servicePaths) {
    app.post(path, serve);
    app.get<{ Querystring: Record<string, string> }>(path, (request, reply) => {
      const asksForWsdl = Object.keys(request.query).some((name) => name.toLowerCase() === 'wsdl');
      if (!asksForWsdl) return reply.code(405).header('allow', 'POST').send('');
      return reply.header('content-type', 'text/xml; charset=utf-8').send(writeWsdl(`${sandbox.originOf(request.host)}${path}`));
    });
  }

  async function serve(request: FastifyRequest, reply: FastifyReply) {
    const fault = sandbox.faults.strike('status-500', 'status-timeout', 'status-garbage', 'status-fault');
    await holdBack(fault);
    if (fault?.name === 'status-500') return reply.code(500).send('');
    if (fault?.name === 'status-timeout' && fault.delayMs === undefined) return neverAnswer(reply);
    if (fault?.name === 'status-garbage') return reply.header('content-type', 'text/xml').send('<soap:Envelope><soap:Body>&nbsp;<GetSSO');
    const answer = answerTo(bodyOf(request), fault?.name === 'status-fault');
    return reply.code(answer.status).header('content-type', answer.contentType).header('cache-control', 'no-store').send(answer.body);
  }

  function answerTo(body: Buffer, faulty: boolean): SoapAnswer {
    try {
      const details = decodeDetailRequest(body);
      if (details !== undefined && !faulty) return detailsAnswer(details);
      const { version, request } = decodeTokenStatusRequest(body);
      if (faulty) return writeFault(version, 'server', 'Server was unable to process request.');
      const answer = tokenStatus(request, sandbox);
      if (answer.type === 'fault') return writeFault(version, answer.code, answer.reason);
      return { status: 200, ...encodeTokenStatusResponse(version, answer.word) };
    } catch (error) {
      if (error instanceof ProtocolError) return writeFault('1.1', 'client', error.message);
      throw error;
    }
  }

  function detailsAnswer(request: DetailRequest): SoapAnswer {
    const answer = transactionDetails(request, sandbox);
    if (answer.type === 'fault') return writeFault(request.version, answer.code, answer.reason);
    return { status: 200, contentType: soapContentTypes[request.version], body: answer.body };
  }
}

/** SOAP 1.1 §6.2 sends every fault with 500; SOAP 1.2 part 2 §7.5.2 a fault of the sender with 400. */
function writeFault(version: SoapVersion, code: 'client' | 'server', reason: string): SoapAnswer {
  return { status: version === '1.2' && code === 'client' ? 400 : 500, ...encodeSoapFault(version, { code, reason }) };
}
