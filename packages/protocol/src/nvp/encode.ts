import { controlCharacter } from '../characters.ts';
import { ProtocolError } from '../errors.ts';
import { NvpFields } from './fields.ts';

function escape(text: string, pair: number): string {
  if (controlCharacter.test(text)) throw new ProtocolError('ERR_NVP_CONTROL_CHARACTER', { pair });
  if (!text.isWellFormed()) throw new ProtocolError('ERR_NVP_NOT_UTF8', {});
  return encodeURIComponent(text).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Writes pairs as `application/x-www-form-urlencoded` (UTF-8). A space becomes `%20`, never `+`: both read alike as a form, but only
 * one of them survives a reader that takes the body literally.
 *
 * ERR_NVP_EMPTY, ERR_NVP_PAIR (a name is empty), ERR_NVP_CONTROL_CHARACTER, ERR_NVP_NOT_UTF8 (a lone surrogate),
 * ERR_NVP_DUPLICATE_NAME.
 */
export function encodeNvp(pairs: Iterable<readonly [string, string]>): string {
  const fields = NvpFields.from(pairs);
  if (fields.size === 0) throw new ProtocolError('ERR_NVP_EMPTY', {});
  return Array.from(fields.entries(), ([name, value], index) => {
    if (name === '') throw new ProtocolError('ERR_NVP_PAIR', { pair: index + 1 });
    return `${escape(name, index + 1)}=${escape(value, index + 1)}`;
  }).join('&');
}
