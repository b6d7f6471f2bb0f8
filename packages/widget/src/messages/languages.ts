import type { Environment } from '../environment.ts';
import { languagesFile, type DataFile } from './languages-file.ts';
import { english, type Messages } from './messages.ts';

const languages: Record<string, Messages> = { en: english };

/** Where the script tag took the script from, its languages are too; a module has to ask the broker. */
const scriptUrl = (globalThis.document?.currentScript as HTMLScriptElement | null | undefined)?.src;

/** Adds or replaces a language, by its primary subtag (`es`). Elements use it from their next update on. */
export function addLanguage(language: string, messages: Messages): void {
  languages[language] = messages;
}

/** What the words for the saving of a card are listed under, behind a language. */
export const saving = '-save';

/** The catalogue of a primary subtag, English where there is none; of one with `saving` behind it, the payment's until it is there. */
export const messagesFor = (language: string): Messages => languages[language] ?? languages[language.slice(0, -saving.length)] ?? english;

/**
 * Fetches the words of a language that has a file of its own. Words are texts and never script, and bytes of another digest are
 * refused. Never rejects: words that cannot be had stay English, and no payment waits for them.
 */
export async function learnLanguage(language: string, broker: string, { fetch }: Pick<Environment, 'fetch'>): Promise<void> {
  if (languages[language]) return;
  const read = async ([file, integrity]: DataFile): Promise<unknown> => {
    const { href } = new URL(file, scriptUrl || `${broker.replace(/\/+$/, '')}/widget/`);
    return (await fetch(href, { integrity, credentials: 'omit' })).json();
  };
  try {
    const file = ((await read(languagesFile)) as Partial<Record<string, DataFile>>)[language];
    if (file) addLanguage(language, (await read(file)) as Messages);
  } catch {
    // Told by the browser's console; the page has nothing to do about it.
  }
}
