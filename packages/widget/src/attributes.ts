import type { Audience } from './collect-payment/picture.ts';
import type { Messages } from './messages/messages.ts';
import type { FetchSession } from './session/session-source.ts';
import type { DisplayChoice } from './window/display.ts';

/** What a template can set on `<collect-payment-frame>`, attributes and properties (docs/embed.md). */
export interface CollectPaymentFrameAttributes {
  readonly broker?: string;
  readonly 'session-url'?: string;
  readonly fetchSession?: FetchSession;
  readonly display?: DisplayChoice;
  readonly audience?: Audience;
  readonly lang?: string;
  readonly theme?: 'light' | 'dark';
}

/** What a template can set on `<collect-payment>`. */
export interface CollectPaymentAttributes extends CollectPaymentFrameAttributes {
  readonly sessionUrl?: string;
  readonly messages?: Partial<Messages>;
}
