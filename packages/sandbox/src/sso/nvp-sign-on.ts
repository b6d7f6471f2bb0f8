import { ProtocolError, decodeSsoParameters, type NvpFields } from '@collect-payment/protocol';
import type { Sandbox } from '../sandbox.ts';
import { findAccount, sameSecret } from './account.ts';
import { Refusal } from './refusal.ts';
import { readRelayState, type AcsPath } from './relay-state.ts';
import type { SignOn } from './sign-on.ts';

/** Judges a name-value sign-on (instamed-protocol.md §1.2). @throws Refusal */
export function signOnByNvp(fields: NvpFields, { configuration, origins }: Sandbox, acs: AcsPath): SignOn {
  const parameters = readParameters(fields);
  const account = findAccount(configuration.accounts, parameters);
  if (account === undefined || !sameSecret(parameters.securityKey ?? '', account.securityKey)) throw new Refusal('credentials-invalid');
  return { sso: 'nvp', account, parameters, ...readRelayState(parameters.relayState, origins(), acs, parameters) };
}

// Whoever sends no credentials is told what whoever sends wrong ones is told (§1.4: the only known answer).
const credentials = /^(accountID|securityKey|ssoAlias)$/i;

function readParameters(fields: NvpFields) {
  try {
    return decodeSsoParameters(fields);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const field = 'field' in error.details ? String(error.details.field) : undefined;
    if (error.code === 'ERR_SSO_FIELD_REQUIRED' && field !== undefined && credentials.test(field)) throw new Refusal('credentials-invalid');
    throw new Refusal('field-invalid', field === undefined ? error.code : `${error.code}: ${field}.`);
  }
}
