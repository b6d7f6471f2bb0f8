const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 62^22 is the first power above 2^128. */
const length = 22;

export const paymentSessionIdPattern = '^ps_[0-9A-Za-z]{22}$';

/** `ps_` and 128 random bits in base 62: safe in URLs, selected by one double click, and within InstaMed's 100 characters. */
export function writePaymentSessionId(random: Uint8Array): string {
  if (random.length !== 16) throw new RangeError('A payment session id is made of 16 random bytes');
  let rest = random.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  let digits = '';
  for (let position = 0; position < length; position += 1) {
    digits = `${alphabet.charAt(Number(rest % 62n))}${digits}`;
    rest /= 62n;
  }
  return `ps_${digits}`;
}
