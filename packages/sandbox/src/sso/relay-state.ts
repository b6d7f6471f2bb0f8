import { acsPath, consumerAcsPath, type SsoParameters } from '@collect-payment/protocol';
import { isAboutPayment, screenAddresses, type SandboxScreen } from '../screen-addresses.ts';
import { Refusal } from './refusal.ts';
import type { SignOn } from './sign-on.ts';

export type AcsPath = typeof acsPath | typeof consumerAcsPath;

const acsOf = (screen: SandboxScreen): AcsPath => (screen === 'consumer-payment' ? consumerAcsPath : acsPath);

/**
 * The screen a RelayState names. Only the screens of this service on one of its own addresses are allowed, so that a
 * sign-on cannot be bent into an open redirect. InstaMed's paths are those of an ASP.NET site: case does not matter.
 * Each portal's ACS opens its own screens: by its address InstaMed's are two servers (§0).
 * @throws Refusal relay-state-not-allowed
 */
export function readRelayState(
  relayState: string,
  origins: readonly string[],
  acs: AcsPath,
  { transactionId, primaryTransactionId }: Pick<SsoParameters, 'transactionId' | 'primaryTransactionId'>,
): Pick<SignOn, 'origin' | 'screen' | 'about'> {
  const url = URL.canParse(relayState) ? new URL(relayState) : undefined;
  const screen = (Object.keys(screenAddresses) as SandboxScreen[]).find(
    (name) => screenAddresses[name].toLowerCase() === url?.pathname.toLowerCase(),
  );
  if (
    url === undefined ||
    screen === undefined ||
    acsOf(screen) !== acs ||
    !origins.includes(url.origin) ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw new Refusal('relay-state-not-allowed');
  }
  if (!isAboutPayment(screen)) return { origin: url.origin, screen };
  // Which parameter names the payment, and where it stands, is not public: either, in either place (§1.7).
  const query = new Map(Array.from(url.searchParams, ([name, value]) => [name.toLowerCase(), value]));
  const about = transactionId ?? primaryTransactionId ?? query.get('transactionid') ?? query.get('primarytransactionid');
  if (about === undefined) throw new Refusal('field-invalid', 'It names no payment.');
  return { origin: url.origin, screen, about };
}
