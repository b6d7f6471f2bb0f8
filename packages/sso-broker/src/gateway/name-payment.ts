import type { SsoParameters } from '@collect-payment/protocol';
import type { PaymentNaming } from '../configuration/configuration.ts';

type Named = Pick<SsoParameters, 'relayState' | 'transactionId' | 'primaryTransactionId'>;

/** The address of a screen about one payment, and the field that names the payment where the address does not. */
export function namePayment(address: string, { parameter, carriedBy }: PaymentNaming, transactionId: string): Named {
  if (carriedBy === 'field') {
    const key = parameter === 'transactionID' ? 'transactionId' : 'primaryTransactionId';
    return { relayState: address, [key]: transactionId };
  }
  const relayState = new URL(address);
  relayState.searchParams.set(parameter, transactionId);
  return { relayState: relayState.href };
}
