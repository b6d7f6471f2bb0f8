import type { SwitchBoard } from '@collect-payment/sandbox/core';
import type { Random } from '../random.ts';

type Switches = Partial<SwitchBoard['current']>;

/**
 * InstaMed's habits that public sources leave open and that the broker can meet, drawn anew for each seed. `paymentsPerToken` stays at
 * `one`: of two payments on one token ViewReceipt names the last only, and no reader of receipts can know of the first.
 */
export function drawSwitches(random: Random): Switches {
  return {
    finishedStatus: random.pick(['USED', 'complete', 'Complete']),
    canceledStatus: random.pick(['NEW', 'EXPIRED']),
    unknownTokenStatus: random.pick(['fault', 'EXPIRED', 'INVALID']),
    nvpErrorStatus: random.pick(['200', '400', '500']),
    headerStatus: random.pick(['200', '302']),
    headerName: random.pick(['relayState', 'relaystate', 'RelayState']),
    partialRefused: random.pick(['010', '051']),
    webhookToken: random.pick(['full', 'cut-36', 'none']),
    webhookXmlRoot: random.pick(['PaymentTransaction', 'Transaction', 'Payment']),
    cardBrandMastercard: random.pick(['MC', 'MASTERCARD']),
    voidMessage: random.pick(['APPROVED', 'VOIDED']),
    reversalRefused: random.pick(['declined', 'error']),
    receiptAfterVoid: random.pick(['status', 'primary']),
    receiptAfterRefund: random.pick(['original', 'refund']),
    transferredStatus: random.pick(['C', 'S']),
    refundBeforeTransfer: random.pick(['accepted', 'refused']),
  };
}
