import { fail, ok, warn, type Check } from './check.ts';

export interface OriginFacts {
  readonly origin: string;
  readonly publicUrl: string | undefined;
  /** InstaMed's own. */
  readonly screenOrigins: readonly string[];
  readonly resolves: boolean;
}

/** An origin whose pages may use the broker. Its form has been checked with the configuration. */
export function judgeOrigin(what: string, { origin, publicUrl, screenOrigins, resolves }: OriginFacts): Check {
  if (screenOrigins.includes(origin)) return fail(what, "is InstaMed's own: name the origin of your page");
  if (publicUrl !== undefined && new URL(publicUrl).origin === origin)
    return warn(what, "is the broker's own: serve your page from another");
  if (!resolves) return warn(what, 'its name is not known to this machine: correct it, unless only browsers know it');
  return ok(what, origin.startsWith('http:') ? 'allowed, on this machine' : 'allowed');
}
