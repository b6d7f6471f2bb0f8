import type { Money } from '@collect-payment/contract';
import type { MessageKey, Messages } from './messages.ts';

/** Words, money and dates in one language. */
export class Words {
  readonly #messages: Messages;
  readonly #language: string;

  constructor(messages: Messages, language: string) {
    this.#messages = messages;
    this.#language = language;
  }

  /** The text of a key, its `{names}` filled in. */
  text(key: MessageKey, values: Readonly<Record<string, string>> = {}): string {
    return this.#messages[key].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  }

  money({ value, currency }: Money): string {
    return new Intl.NumberFormat(this.#language, { style: 'currency', currency }).format(Number(value));
  }

  /** Local date and time with its zone; the text as it came when it is no date. */
  date(iso: string): string {
    const date = new Date(iso);
    if (Number.isNaN(date.getTime())) return iso;
    return new Intl.DateTimeFormat(this.#language, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
  }
}

/** The language as Intl takes it: a tag it does not know would throw. */
export function knownLanguage(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
