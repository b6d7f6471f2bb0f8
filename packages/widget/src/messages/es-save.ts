import { spanish } from './es.ts';
import type { Messages } from './messages.ts';

/** Español, where a card is saved. */
export const spanishSaving: Messages = {
  ...spanish,
  payHint: 'No se cobra nada.',
  opening: 'Abriendo la página segura…',
  securePage: 'Página segura para la tarjeta',
  askCancel: '¿Dejar de guardar esta tarjeta?',
  cancelPayment: 'No guardarla',
  keepPaying: 'Continuar',
  ownWindow: 'La página para la tarjeta está abierta en su propia ventana.',
  frameBlocked: 'Esta página no puede mostrar la página para la tarjeta.',
  elsewhere: 'Esta página para la tarjeta está abierta en otra ventana.',
  closed: 'Se cerró la página para la tarjeta.',
  paidHint: 'Gracias. No se cobró nada.',
  declined: 'La tarjeta fue rechazada y no se guardó.',
  anotherWay: 'Usar otra tarjeta',
  canceled: 'Cancelado. No se guardó ninguna tarjeta.',
  failed: 'La tarjeta no se guardó.',
  expired: 'La página para la tarjeta caducó.',
  expiredHint: 'Seguimos comprobando. Si la tarjeta se guardó, se le avisará.',
  unresolved: 'Todavía no sabemos si la tarjeta se guardó.',
  doNotCollect: 'No la guarde otra vez.',
  doNotPay: 'Por favor, no la guarde otra vez.',
  offline: 'No hay conexión. La página para la tarjeta no se ve afectada; nos pondremos al día.',
  cannotStart: 'En este momento no se pueden guardar tarjetas ({code}).',
};
