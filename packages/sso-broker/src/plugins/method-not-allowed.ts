import type { FastifyInstance, HTTPMethods } from 'fastify';
import { BrokerError } from '../errors.ts';

const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Registers routes, and for every path among them an ERR_METHOD_NOT_ALLOWED for the methods it does not take. */
export function refuseOtherMethods(app: FastifyInstance, register: () => void): void {
  const taken = new Map<string, ReadonlySet<HTTPMethods>>();
  let listening = true;
  app.addHook('onRoute', ({ url, method }) => {
    if (!listening) return;
    taken.set(url, new Set([...(taken.get(url) ?? []), ...[method].flat()]));
  });
  register();
  listening = false;
  for (const [url, known] of taken) {
    const allow = [...known].join(', ');
    const refuse = () => {
      throw new BrokerError('ERR_METHOD_NOT_ALLOWED', { allow });
    };
    app.route({ url, method: methods.filter((method) => !known.has(method)), schema: { hide: true }, onRequest: refuse, handler: refuse });
  }
}
