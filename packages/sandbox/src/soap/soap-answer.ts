import { encodeSoapFault, soapContentTypes, writeEnvelope, type SoapVersion } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Sandbox } from '../sandbox.ts';
import { writeWsdl, type SoapService } from './wsdl.ts';

export interface SoapAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** `content` is XML: every value in it is escaped already. */
export const writeSoapAnswer = (version: SoapVersion, content: string): SoapAnswer => ({
  status: 200,
  contentType: soapContentTypes[version],
  body: writeEnvelope(version, content),
});

/** SOAP 1.1 §6.2 sends every fault with 500; SOAP 1.2 part 2 §7.5.2 a fault of the sender with 400. */
export function writeSoapFault(version: SoapVersion, code: 'client' | 'server', reason: string): SoapAnswer {
  return { status: version === '1.2' && code === 'client' ? 400 : 500, ...encodeSoapFault(version, { code, reason }) };
}

export const sendSoap = (reply: FastifyReply, { status, contentType, body }: SoapAnswer) =>
  reply.code(status).header('content-type', contentType).header('cache-control', 'no-store').send(body);

/** `?wsdl` of a service; its name counts in any case. */
export function registerWsdl(app: FastifyInstance, path: string, service: SoapService, { originOf }: Sandbox): void {
  app.get<{ Querystring: Record<string, string> }>(path, (request, reply) => {
    const asksForWsdl = Object.keys(request.query).some((name) => name.toLowerCase() === 'wsdl');
    if (!asksForWsdl) return reply.code(405).header('allow', 'POST').send('');
    return reply.header('content-type', 'text/xml; charset=utf-8').send(writeWsdl(service, `${originOf(request.host)}${path}`));
  });
}
