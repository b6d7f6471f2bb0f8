import { skewMs } from '../../gateway/saml-sign-on.ts';
import type { Reach } from '../../gateway/reach.ts';
import { fail, ok, warn, type Check } from './check.ts';

const warnFromMs = 15_000;

/** Our clock against that of InstaMed's server. Our SAML responses are valid from `skewMs` before we make them. */
export function judgeClock(what: string, reach: Reach): Check {
  if (reach.type === 'failure') return warn(what, 'could not be compared: nothing answered');
  const { aheadMs } = reach;
  if (aheadMs === undefined) return warn(what, 'could not be compared: the answer has no Date header');
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const told = `${seconds} s ${aheadMs > 0 ? 'ahead' : 'behind'}`;
  if (Math.abs(aheadMs) > skewMs) return fail(what, `${told}: synchronise this machine's clock, or InstaMed will refuse sign-ons`);
  if (Math.abs(aheadMs) > warnFromMs) return warn(what, `${told}: synchronise this machine's clock`);
  return ok(what, seconds === 0 ? 'the same' : told);
}
