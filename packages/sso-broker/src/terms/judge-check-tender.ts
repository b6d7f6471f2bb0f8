import { isRoutingNumber } from '@collect-payment/protocol';
import type { CreatePayment } from '@collect-payment/contract';
import type { Tenant } from '../configuration/configuration.ts';
import { BrokerError } from '../errors.ts';
import { findUnsendableText } from './find-unsendable-text.ts';

/**
 * What the schema of an eCheck cannot tell. The numbers are looked at and never repeated.
 *
 * @throws BrokerError ERR_SALE_CHECK_OFF, ERR_ROUTING_NUMBER_INVALID, ERR_TEXT_NOT_UNICODE, ERR_TEXT_EMPTY
 */
export function judgeCheckTender(tender: CreatePayment['tender'], { instamed }: Tenant): void {
  if (tender.type !== 'check') return;
  if (instamed.checkSales === undefined) throw new BrokerError('ERR_SALE_CHECK_OFF', { param: 'tender/type' });
  if (!isRoutingNumber(tender.routingNumber)) throw new BrokerError('ERR_ROUTING_NUMBER_INVALID', { param: 'tender/routingNumber' });
  const unsendable = findUnsendableText(tender.holder);
  if (unsendable !== undefined) throw new BrokerError('ERR_TEXT_NOT_UNICODE', { param: `tender/holder/${unsendable}` });
  for (const name of ['firstName', 'lastName'] as const)
    if (tender.holder[name].trim() === '') throw new BrokerError('ERR_TEXT_EMPTY', { param: `tender/holder/${name}` });
}
