import type { CollectPayment } from './collect-payment/collect-payment.ts';
import { spanish } from './messages/es.ts';

// For the script tag: whichever of the two scripts comes first.
void customElements.whenDefined('collect-payment').then((element) => {
  (element as typeof CollectPayment).addLanguage('es', spanish);
  for (const shown of document.querySelectorAll('collect-payment')) shown.requestUpdate();
});
