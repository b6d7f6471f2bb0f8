import { english, type Messages } from './messages.ts';

const languages: Record<string, Messages> = { en: english };

/** Adds or replaces a language, by its primary subtag (`es`). Elements use it from their next update on. */
export function addLanguage(language: string, messages: Messages): void {
  languages[language] = messages;
}

/** The catalogue for a BCP 47 tag, English where there is none. */
export const messagesFor = (tag: string): Messages => languages[tag.replace(/-.*/, '')] ?? english;
