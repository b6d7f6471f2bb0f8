import type { CreatePaymentSession } from '@collect-payment/contract';
import type { Tenant } from '../configuration/configuration.ts';
import type { NewSession } from '../engine/engine.ts';
import { BrokerError } from '../errors.ts';
import { askedOf } from './asked-of.ts';
import { findCardNumber } from './find-card-number.ts';
import { findUnsendableText } from './find-unsendable-text.ts';
import { isReturnUrlOn } from './return-url.ts';

/**
 * The terms of a new session: what the host's server asked for and, where it said nothing, the tenant's defaults.
 * The schema has been checked; here is what a schema cannot tell. Throws a BrokerError of the catalogue.
 */
export function readTerms(body: CreatePaymentSession, tenant: Tenant): NewSession {
  const { instamed } = tenant;
  const { screen, sso = instamed.sso, patient, consumer, invoice, device, metadata, returnUrl } = body;
  const asked = askedOf(body);
  const unsendable = findUnsendableText(body);
  if (unsendable !== undefined) throw new BrokerError('ERR_TEXT_NOT_UNICODE', { param: unsendable });
  // A Response must name somebody; no blank does.
  if (body.staff?.id.trim() === '') throw new BrokerError('ERR_TEXT_EMPTY', { param: 'staff/id' });
  const withCard = findCardNumber(body, tenant.cardLikeIds);
  if (withCard !== undefined) throw new BrokerError('ERR_TEXT_CARD_NUMBER', { param: withCard });
  if (sso === 'saml' && instamed.saml === undefined) throw new BrokerError('ERR_SSO_NOT_CONFIGURED', { param: 'sso' });
  if (device !== undefined && (screen !== 'simple-collect' || body.options?.cardEntry === 'keyed'))
    throw new BrokerError('ERR_DEVICE_NOT_ENGAGED', { param: 'device' });
  // Patients have no reader of the clinic's before them.
  if (screen === 'consumer-payment' && body.options?.cardEntry === 'device')
    throw new BrokerError('ERR_DEVICE_NOT_ENGAGED', { param: 'options/cardEntry' });
  if (consumer !== undefined && screen !== 'consumer-payment') throw new BrokerError('ERR_CONSUMER_NOT_ASKED', { param: 'consumer' });
  if (returnUrl !== undefined && !isReturnUrlOn(returnUrl, tenant.allowedOrigins))
    throw new BrokerError('ERR_RETURN_URL_NOT_ALLOWED', { param: 'returnUrl' });
  return {
    tenantId: tenant.id,
    ...asked,
    sso,
    patient,
    staff: body.staff ?? { id: instamed.defaultUserId },
    outlet: body.outlet ?? instamed.outlet,
    options: body.options ?? {},
    ...(consumer === undefined ? {} : { consumer }),
    ...(invoice === undefined ? {} : { invoice }),
    ...(device === undefined ? {} : { device }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(returnUrl === undefined ? {} : { returnUrl }),
  };
}
