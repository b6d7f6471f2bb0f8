import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../engine/clock.ts';
import { BrokerError, errorCatalogue, type AnyBrokerError } from '../errors.ts';
import { headersOf, writeErrorBody } from './error-replies.ts';
import { strictHeaders } from './security-headers.ts';

/** Answers on the bare socket, where there is no request that could be answered, and closes it. */
export type RefuseConnection = (error: AnyBrokerError, socket: Socket) => void;

/** How long a caller may take to hear of it and close. */
const lingerMs = 1_000;

export function createRefusal(publicUrl: () => string, createRequestId: () => string, clock: Clock): RefuseConnection {
  return (error, socket) => {
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const { status } = errorCatalogue[error.code];
    const body = JSON.stringify(writeErrorBody(error, createRequestId(), publicUrl()));
    const headers = {
      ...strictHeaders,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...headersOf(error),
      connection: 'close',
    };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head.join('')}\r\n${body}`);
    // Of a request that came too slowly nothing more may come; whoever is still sending would not hear the answer for the reset.
    if (error.code === 'ERR_REQUEST_MALFORMED' || error.code === 'ERR_HEADERS_TOO_LARGE') clock.setTimer(lingerMs, () => socket.destroy());
    else socket.destroySoon();
  };
}

/** What Node's parser, or its clock, did not take. */
export function judgeClientError({ code }: { readonly code?: string | undefined }): AnyBrokerError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new BrokerError('ERR_REQUEST_TIMEOUT');
  return new BrokerError(code === 'HPE_HEADER_OVERFLOW' ? 'ERR_HEADERS_TOO_LARGE' : 'ERR_REQUEST_MALFORMED');
}
