import type { FastifyInstance } from 'fastify';
import { BrokerError } from '../errors.ts';

/** What Node would let pass, or refuse in its own words, is refused in ours. */
export function refuseOddRequests(app: FastifyInstance, headerCount: number): void {
  app.addHook('onRequest', async ({ raw: { httpVersion, rawHeaders } }) => {
    if (rawHeaders.length > 2 * headerCount) throw new BrokerError('ERR_HEADERS_TOO_LARGE');
    const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
    // RFC 9112 3.2: exactly one, and 400 for any other number. Two are two targets, and a proxy may have read the other one.
    if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) throw new BrokerError('ERR_REQUEST_MALFORMED');
  });
  // Node would leave out what is beyond its own count, and say nothing.
  app.server.maxHeadersCount = 0;
  // An expectation that nobody knows may be ignored (RFC 9110 10.1.1); Node's own answer to it has no body.
  app.server.on('checkExpectation', (request, reply) => app.server.emit('request', request, reply));
}
