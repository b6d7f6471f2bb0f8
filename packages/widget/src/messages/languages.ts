import { english, type Messages } from './messages.ts';

const languages = new Map<string, Messages>([['en', english]]);
const listeners = new Set<() => void>();

/** Adds or replaces a language, by its primary subtag (`es`); elements already on the page change over at once. */
export function addLanguage(language: string, messages: Messages): void {
  languages.set(language, messages);
  for (const listener of listeners) listener();
}

/** Hears when a language was added. */
export function onLanguage(listener: () => void, signal: AbortSignal): void {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
}

/** The catalogue for a BCP 47 tag, English where there is none. */
export const messagesFor = (tag: string): Messages => languages.get(tag.toLowerCase().split('-')[0] ?? '') ?? english;
