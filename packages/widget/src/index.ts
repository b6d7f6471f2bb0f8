/** `<collect-payment>`: the class and its types. Importing this registers nothing; `./define` does. */
export { CollectPayment } from './collect-payment/collect-payment.ts';
export type { Audience } from './collect-payment/picture.ts';
export type { Credentials } from './broker/broker-client.ts';
export type { Environment } from './environment.ts';
export { PaymentBeforeCloseEvent } from './events/payment-before-close.ts';
export { PaymentErrorEvent } from './events/payment-error.ts';
export { PaymentSettledEvent } from './events/payment-settled.ts';
export { PaymentStateChangeEvent } from './events/payment-state-change.ts';
export { PaymentFailure, type WidgetErrorCode } from './failure.ts';
export { addLanguage } from './messages/languages.ts';
export { english, type MessageKey, type Messages } from './messages/messages.ts';
export type { FetchSession, SessionRequest } from './session/session-source.ts';
export type { View, ViewName } from './session/view.ts';
export type { DisplayChoice } from './window/display.ts';
export { widgetErrors } from './widget-errors.ts';
