/** What card readers send and get, in bytes. Runs in browsers too: it needs nothing of Node. */
export * from './device-message.ts';
export { passesLuhn } from './luhn.ts';
export * from './read-card-data.ts';
export {
  concat,
  decodeHex,
  decodeTlv,
  encodeHex,
  encodeTlv,
  findValue,
  tlv,
  tlvLimits,
  walkTlv,
  type Tlv,
  type TlvContent,
} from './tlv.ts';
