import type { PaymentSessionView } from '@collect-payment/contract';
import type { PaymentSession } from '@collect-payment/sso-broker/core';
import { sessionIdField } from '../configuration.ts';
import type { InstaMed } from '../instamed/instamed.ts';

/** What InstaMed keeps of cards, against what was told of them: a card is called saved if it is, and not finally otherwise. */
export class SavedCardBooks {
  readonly #instamed: InstaMed;
  readonly #break: (rule: string, what: string) => void;

  constructor(instamed: InstaMed, breakRule: (rule: string, what: string) => void) {
    this.#instamed = instamed;
    this.#break = breakRule;
  }

  /** A host or a page is told a session. */
  told(session: PaymentSession, { id, outcome }: PaymentSessionView): void {
    const names = this.namesOf(id);
    if (session.terms.screen !== 'save-on-file') {
      if (outcome?.savedCard !== undefined) this.#break('I8 no false success', `${id} asks for money, and is told as saved`);
      return;
    }
    if (outcome?.approvedAmount !== undefined) this.#break('I8 no false success', `${id} asks for no money, and is told as paid`);
    if (JSON.stringify(outcome ?? {}).includes('saveOnFile')) this.#break('I3 no cross-talk', `${id} names its card to a page`);
    if (outcome?.status === 'saved') {
      const name = session.status === 'saved' ? session.found.receipt.saveOnFileTransactionId : undefined;
      if (!names.includes(name ?? '')) this.#break('I8 no false success', `${id} is told as saved, and InstaMed keeps no such card`);
    } else if (outcome?.final === true && names.length > 0)
      this.#break('I1 no silent payment', `${id} is told as finally ${outcome.status}, and InstaMed keeps its card`);
  }

  /** The cards that were saved on the session's tokens. */
  namesOf(sessionId: string): readonly string[] {
    return this.#instamed.launches.flatMap(({ parameters, saving }) =>
      saving?.transactionStatus === 'O' && parameters.additionalInfo?.[sessionIdField] === sessionId ? [saving.transactionId] : [],
    );
  }
}
