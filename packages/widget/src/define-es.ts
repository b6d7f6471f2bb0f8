import type { CollectPayment } from './collect-payment/collect-payment.ts';
import { spanish } from './messages/es.ts';

function add(element: CustomElementConstructor): undefined {
  (element as typeof CollectPayment).addLanguage('es', spanish);
  for (const shown of document.querySelectorAll('collect-payment')) shown.requestUpdate();
}

// For the script tag: whichever of the two scripts comes first.
void customElements.whenDefined('collect-payment').then(add);
