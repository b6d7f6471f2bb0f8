import type { VoidPayment } from '@collect-payment/contract';
import type { Tenant } from '../configuration/configuration.ts';
import { BrokerError } from '../errors.ts';
import { holdsCardNumber } from '../terms/card-number.ts';
import { findUnsendableText } from '../terms/find-unsendable-text.ts';

type Told = Pick<VoidPayment, 'reason' | 'requestedBy' | 'approvedBy'>;

/** Who asks, who agrees, and why: the host's own texts. @throws BrokerError ERR_TEXT_NOT_UNICODE, ERR_TEXT_CARD_NUMBER */
export function checkPeople(told: Told, { cardLikeIds }: Tenant): void {
  const unsendable = findUnsendableText(told);
  if (unsendable !== undefined) throw new BrokerError('ERR_TEXT_NOT_UNICODE', { param: unsendable });
  const { reason, requestedBy, approvedBy } = told;
  const ids = cardLikeIds === 'refuse' ? Object.entries({ requestedBy, approvedBy }) : [];
  const withCard = ids.find(([, id]) => id !== undefined && holdsCardNumber(id, 'id'))?.[0];
  const param = reason !== undefined && holdsCardNumber(reason, 'text') ? 'reason' : withCard;
  if (param !== undefined) throw new BrokerError('ERR_TEXT_CARD_NUMBER', { param });
}
