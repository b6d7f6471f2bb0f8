import type { Money, ReceiptLanguage } from '@collect-payment/contract';
import { arabic } from './arabic.ts';
import { chinese } from './chinese.ts';
import { english, type ReceiptWords } from './english.ts';
import { french } from './french.ts';
import { spanish } from './spanish.ts';
import { vietnamese } from './vietnamese.ts';

const catalogues: Readonly<Record<ReceiptLanguage, ReceiptWords>> = {
  ar: arabic,
  en: english,
  es: spanish,
  fr: french,
  vi: vietnamese,
  zh: chinese,
};

/** Words, money and dates of printed receipts in one language. */
export interface Words {
  readonly of: ReceiptWords;
  readonly fill: (text: string, value: string) => string;
  readonly money: (amount: Money) => string;
  /** Date and time in the time zone, which is named. */
  readonly date: (iso: string, timeZone: string) => string;
}

/** Digits and calendar are those of card receipts, in every language, as on the widget's receipt. */
export function wordsOf(language: ReceiptLanguage): Words {
  const of = catalogues[language];
  const locale = new Intl.Locale(language, { numberingSystem: 'latn', calendar: 'gregory' });
  return {
    of,
    fill: (text, value) => text.replace(/\{\w+\}/, () => value),
    money({ value, currency }) {
      const amount = Number(value).toLocaleString(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
      // A left-to-right mark keeps the sign of `US$` at its end among letters that run the other way.
      return of.direction === 'rtl' ? `${amount}\u200E` : amount;
    },
    date: (iso, timeZone) =>
      new Date(iso).toLocaleString(locale, {
        year: 'numeric',
        month: 'long',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZone,
        timeZoneName: 'short',
      }),
  };
}
