import type { RouteContext } from './route-context.ts';

export function apiDescription({ app }: RouteContext): void {
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
