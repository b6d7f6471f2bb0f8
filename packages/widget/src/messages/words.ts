import type { Money } from '@collect-payment/contract';
import type { Messages } from './messages.ts';

/** Words, money and dates in one language. */
export class Words {
  /** The catalogue; what has `{names}` in it goes through `fill`. */
  readonly of: Messages;
  readonly #language: string;

  constructor(of: Messages, language: string) {
    this.of = of;
    this.#language = language;
  }

  fill(text: string, value: string): string {
    return text.replace(/\{\w+\}/, () => value);
  }

  money({ value, currency }: Money): string {
    return Number(value).toLocaleString(this.#language, { style: 'currency', currency });
  }

  /** `5 minutes`, `30 seconds`. */
  duration(seconds: number): string {
    const [count, unit]: [number, string] = seconds < 60 ? [seconds, 'second'] : [seconds / 60, 'minute'];
    return count.toLocaleString(this.#language, { style: 'unit', unit, unitDisplay: 'long' });
  }

  /** Local date and time. */
  date(iso: string): string {
    return new Date(iso).toLocaleString(this.#language, { dateStyle: 'medium', timeStyle: 'short' });
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
