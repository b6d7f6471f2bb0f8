import type { Money } from '@collect-payment/contract';
import type { Messages } from './messages.ts';

/** Words, money and dates in one language. */
export class Words {
  /** The catalogue; what has `{names}` in it goes through `fill`. */
  readonly of: Messages;
  /** What the words are in: English stands in for words that are not there. */
  readonly language: string;
  readonly #locale: Intl.Locale;

  constructor(of: Messages, locale: Intl.Locale, language = locale.baseName) {
    this.of = of;
    this.language = language;
    this.#locale = locale;
  }

  fill(text: string, value: string): string {
    return text.replace(/\{\w+\}/, () => value);
  }

  /** Nothing where no money is asked for. */
  money(money: Money | undefined): string {
    if (!money) return '';
    const { value, currency } = money;
    const amount = Number(value).toLocaleString(this.#locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    // A left-to-right mark keeps the sign of `US$` at its end among letters that run the other way.
    return this.of.direction === 'rtl' ? `${amount}\u200E` : amount;
  }

  /** `5 minutes`, `30 seconds`. */
  duration(seconds: number): string {
    const [count, unit]: [number, string] = seconds < 60 ? [seconds, 'second'] : [seconds / 60, 'minute'];
    return count.toLocaleString(this.#locale, { style: 'unit', unit, unitDisplay: 'long' });
  }

  /** Local date and time. */
  date(iso: string): string {
    return new Date(iso).toLocaleString(this.#locale, { dateStyle: 'long', timeStyle: 'short' });
  }
}

/**
 * The locale of a BCP 47 tag, English for one that is none. Digits and calendar are those of InstaMed's page and of card receipts, in
 * every language.
 */
export function localeOf(tag: string): Intl.Locale {
  try {
    return new Intl.Locale(tag, { numberingSystem: 'latn', calendar: 'gregory' });
  } catch {
    return localeOf('en');
  }
}
