import type { FastifyInstance } from 'fastify';
import { BrokerError } from '../errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * JSON is UTF-8 (RFC 8259 8.1), and a name stands once in an object (RFC 7493 2.3). Fastify would put U+FFFD in the place of other bytes and
 * let the last of two names count, where whoever looked at the request before us may have let the first one.
 */
export function readJsonStrictly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = decode(body);
    if (text === undefined) done(new BrokerError('ERR_BODY_NOT_JSON'));
    else
      void parse(request, text, (error, value: unknown) => {
        if (error === null && repeatsName(text)) done(new BrokerError('ERR_BODY_AMBIGUOUS'));
        else done(error, value);
      });
  });
}

function decode(body: Uint8Array): string | undefined {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}

/** Of a text that is JSON: outside of strings a colon follows a name, and nothing else does. */
function repeatsName(json: string): boolean {
  const names: Set<unknown>[] = [];
  let string = '';
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '{') names.push(new Set());
    else if (sign === '}') names.pop();
    else if (sign === '"') {
      const end = endOfString(json, at);
      string = json.slice(at, end);
      at = end - 1;
    } else if (sign === ':') {
      const name: unknown = JSON.parse(string);
      if (names.at(-1)?.has(name) === true) return true;
      names.at(-1)?.add(name);
    }
  }
  return false;
}

/** The position behind the closing quote. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
