import { Type } from 'typebox';
import type { RouteContext } from './route-context.ts';
import { refusals } from './schemas.ts';

const Health = Type.Object({ status: Type.Literal('ok') }, { additionalProperties: false });
const schema = (operationId: string, summary: string) => ({ operationId, summary, security: [], response: { 200: Health, ...refusals } });

/** `/healthz`: the process answers. `/readyz`: it can do its work; not while it drains or its storage is away. */
export function health({ app, store }: RouteContext): void {
  app.get('/healthz', { schema: schema('isAlive', 'Whether the process answers') }, async () => ({ status: 'ok' as const }));
  app.get('/readyz', { schema: schema('isReady', 'Whether the broker can work') }, async () => {
    await store.ping();
    return { status: 'ok' as const };
  });
}
