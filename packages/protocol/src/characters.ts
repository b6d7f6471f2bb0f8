/** Unicode's control characters: C0, DEL and C1. No field of InstaMed's holds one, and each wire treats them differently. */
export const controlCharacter = /\p{Cc}/u;

/**
 * Lower case for the letters A to Z only. Unicode's own lower-casing would let the Kelvin sign stand for a "k", so that two
 * readers could disagree about which field they saw.
 */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
