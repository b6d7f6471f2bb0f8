import { ssoErrorPath } from '@collect-payment/protocol';
import type { FastifyReply } from 'fastify';
import { screenAddresses } from '../screen-addresses.ts';
import type { Switches } from '../switches.ts';
import type { Refusal } from './refusal.ts';
import type { SignOn } from './sign-on.ts';

/** Where an accepted sign-on leads (instamed-protocol.md §1.4). */
export const launchUrl = ({ origin, screen }: SignOn, token: string): string =>
  `${origin}${screenAddresses[screen]}?token=${encodeURIComponent(token)}`;

/** Where a refused one leads: the SSOError page, `lightWeight` echoed. */
export function refusalUrl(origin: string, refusal: Refusal, sso: 'saml' | 'nvp', lightWeight: boolean, switches: Switches): string {
  const ofRequest = sso === 'saml' ? switches.samlErrorCode : switches.requestErrorCode;
  const respCode = refusal.reason === 'credentials-invalid' ? '401' : ofRequest;
  // The known answer is InstaMed's own text; every other names its reason first.
  const respMessage = refusal.reason === 'credentials-invalid' ? refusal.message : `${refusal.reason}: ${refusal.message}`;
  const query = `respCode=${respCode}&respMessage=${encodeURIComponent(respMessage)}`;
  return `${origin}${ssoErrorPath}?${query}${lightWeight ? '&lightWeight=true' : ''}`;
}

/**
 * Answers by header (`responseActionType=header`) or by redirect (§1.3).
 * Written on the raw response because the spelling of the header's name is what the switch is about.
 */
export function sendSsoAnswer(reply: FastifyReply, url: string, byHeader: boolean, switches: Switches): void {
  const status = Number(byHeader ? switches.headerStatus : switches.redirectStatus);
  reply.hijack();
  reply.raw.writeHead(status, {
    'Cache-Control': 'no-store',
    'Content-Length': 0,
    ...(byHeader && { [switches.headerName]: url }),
    ...(status !== 200 && { Location: url }),
  });
  reply.raw.end();
}
