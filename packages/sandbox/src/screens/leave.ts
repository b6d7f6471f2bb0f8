import type { SsoParameters } from '@collect-payment/protocol';
import type { Switches } from '../switches.ts';
import type { Leave } from './page.ts';

/**
 * Where a screen goes when it is done (instamed-protocol.md §1.10). `confirmURL` and `cancelURL` replace `returnURL`, and are
 * loaded in InstaMed's own frame; `returnURL` goes to the host in-context or with `returnUrlUpdateParent=parent`.
 */
export function leaveBy(how: 'confirm' | 'cancel', parameters: SsoParameters, token: string, switches: Switches): Leave {
  const incontext = parameters.incontext === true;
  const ofPair = how === 'confirm' ? parameters.confirmUrl : parameters.cancelUrl;
  if (ofPair !== undefined) {
    return { url: withReturnData(ofPair, token, switches), by: switches.returnDelivery === 'message' ? 'message' : 'frame', incontext };
  }
  if (parameters.returnUrl === undefined) return { by: 'frame', incontext };
  const toParent = incontext || parameters.returnUrlUpdateParent === 'parent';
  return { url: withReturnData(parameters.returnUrl, token, switches), by: toParent ? 'parent' : 'frame', incontext };
}

/** Whether InstaMed appends anything is open (§11.15); by default nothing. */
function withReturnData(url: string, token: string, { returnData }: Switches): string {
  if (returnData === 'none') return url;
  const extended = new URL(url);
  extended.searchParams.append('token', token);
  return extended.href;
}
