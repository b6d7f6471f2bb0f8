/**
 * What each code means. A refusal of the wire formats is an exception; a decline, a fault or a refused sign-on is a value.
 *
 * Nothing here ever holds the offending text: names and values on these wires are secrets, patient names and card data.
 */
export const protocolErrors = {
  ERR_MONEY_FORMAT: 'The amount is not a plain decimal of at most two decimals and ten characters.',

  ERR_NVP_EMPTY: 'The name-value body holds no pair.',
  ERR_NVP_TOO_LARGE: 'The name-value body is larger than allowed.',
  ERR_NVP_NOT_UTF8: 'The name-value body is not UTF-8.',
  ERR_NVP_CONTROL_CHARACTER: 'A name or value holds a control character.',
  ERR_NVP_BAD_ESCAPE: 'A percent sign is not followed by two hexadecimal digits.',
  ERR_NVP_PAIR: 'A pair has no name or no equals sign.',
  ERR_NVP_TRUNCATED: 'The name-value body ends inside a name or inside an escaped character.',
  ERR_NVP_DUPLICATE_NAME: 'A name comes twice with different values.',

  ERR_SSO_FIELD_REQUIRED: 'A required sign-on field is missing.',
  ERR_SSO_FIELD_LENGTH: 'A sign-on field is shorter or longer than allowed.',
  ERR_SSO_FIELD_CONTROL_CHARACTER: 'A sign-on field holds a control character.',
  ERR_SSO_FIELD_FORMAT: 'A sign-on field does not have the form its name calls for.',
  ERR_SSO_ANSWER_STATUS: 'The sign-on was answered with a status other than 200 or a redirect.',
  ERR_SSO_ANSWER_MISSING: 'The sign-on was answered without a relayState header.',
  ERR_SSO_ANSWER_REPEATED: 'The sign-on was answered with several different relayState headers.',
  ERR_SSO_ANSWER_URL: 'The sign-on was answered with an address that is not on the allowed origin.',
  ERR_SSO_ANSWER_TOKEN: 'The sign-on was answered with an address that carries no usable token.',

  ERR_XML_TOO_LARGE: 'The XML document is larger than allowed.',
  ERR_XML_NOT_UTF8: 'The XML document is not UTF-8.',
  ERR_XML_DOCTYPE: 'The XML document declares a document type or an entity.',
  ERR_XML_TOO_DEEP: 'The XML document is nested more deeply than allowed.',
  ERR_XML_TOO_MANY_NODES: 'The XML document has more nodes than allowed.',
  ERR_XML_TOO_MANY_ATTRIBUTES: 'The XML document has more attributes than allowed.',
  ERR_XML_NOT_WELL_FORMED: 'The XML document is not well-formed.',
  ERR_XML_CHARACTER: 'A value holds a character that XML 1.0 cannot carry.',

  ERR_SOAP_NOT_ENVELOPE: 'The document is not a SOAP 1.1 or 1.2 envelope with one body element.',
  ERR_SOAP_OPERATION: 'The SOAP body asks for an unknown operation.',
  ERR_SOAP_FIELD: 'A field of the SOAP message comes twice or is not plain text.',
  ERR_SOAP_RESULT_MISSING: 'The SOAP answer holds no result.',

  ERR_SAML_CONTROL_CHARACTER: 'A SAML value holds a control character.',
  ERR_SAML_ID: 'A SAML identifier is not an XML identifier, or is given to two elements.',
  ERR_SAML_TERM_MISSING: 'A SAML value that must be present is empty.',
  ERR_SAML_VALIDITY: 'The SAML validity window is empty or not a time.',
  ERR_SAML_KEY: 'The SAML signing or encryption key cannot be used.',

  ERR_HEX: 'The text is not pairs of hexadecimal digits.',
  ERR_TLV: 'The bytes are not BER-TLV data objects, or more of them than allowed.',
  ERR_CARD_DATA_FRAME: 'The length, the padding or the MAC of a message between reader and InstaMed is missing or wrong.',
  ERR_CARD_DATA_CLEAR: 'The read holds a card number or a track that is not encrypted.',
  ERR_BANK_ACCOUNT: 'A routing number does not check, or an account number is not 4 to 17 digits.',
  ERR_SAVED_CARD: 'A saved card is not named by 32 hexadecimal digits.',
  ERR_CARD_DATA_NOT_ENCRYPTED: 'The read holds no key serial number, or no encrypted data.',

  ERR_RECEIPT_UNRECOGNISED: 'The receipt answer holds none of the fields of a receipt or of an error.',
  ERR_RECEIPT_FIELD: 'A field that decides about the money is missing from the receipt or malformed.',

  ERR_REVERSAL_UNRECOGNISED: 'The answer to a void or refund holds none of the fields of one, or of an error.',
  ERR_REVERSAL_FIELD: 'A field that decides about the void or refund is missing from the answer or malformed.',

  ERR_REST_TOO_LARGE: 'The REST answer is larger than allowed.',
  ERR_REST_NOT_JSON: 'The REST answer is not one JSON object in UTF-8.',
  ERR_REST_DUPLICATE_NAME: 'A name of the REST answer comes twice.',

  ERR_WEBHOOK_TOO_LARGE: 'The webhook is larger than allowed.',
  ERR_WEBHOOK_NOT_JSON: 'The webhook is not JSON in UTF-8.',
  ERR_WEBHOOK_NOT_FLAT: 'The webhook is not one flat list of fields.',
  ERR_WEBHOOK_FIELD: 'A field that leads to the transaction is missing from the webhook or malformed.',

  ERR_POSTING_RECORD: 'A line of the posting file is not a record of a known layout.',
  ERR_POSTING_LINE_TOO_LONG: 'A line of the posting file is longer than allowed.',
  ERR_POSTING_FIELD_COUNT: 'A record of the posting file has fewer fields than its layout, or far more.',
  ERR_POSTING_FIELD: 'A field of a record of the posting file is missing, too long or malformed.',
} as const satisfies Record<`ERR_${string}`, string>;

export type ProtocolErrorCode = keyof typeof protocolErrors;

type Nothing = Readonly<Record<string, never>>;

/** What is told with each code: positions, limits and names of our own tables, never text from the wire. */
interface DetailsByCode extends Record<ProtocolErrorCode, object> {
  ERR_MONEY_FORMAT: Nothing;
  ERR_NVP_EMPTY: Nothing;
  ERR_NVP_TOO_LARGE: { readonly maxBytes: number };
  ERR_NVP_NOT_UTF8: Nothing;
  /** Pairs are counted from 1. */
  ERR_NVP_CONTROL_CHARACTER: { readonly pair: number };
  ERR_NVP_BAD_ESCAPE: { readonly pair: number };
  ERR_NVP_PAIR: { readonly pair: number };
  ERR_NVP_TRUNCATED: { readonly pair: number };
  ERR_NVP_DUPLICATE_NAME: { readonly pair: number };
  ERR_SSO_FIELD_REQUIRED: { readonly field: string };
  ERR_SSO_FIELD_LENGTH: { readonly field: string; readonly maxLength: number };
  ERR_SSO_FIELD_CONTROL_CHARACTER: { readonly field: string };
  ERR_SSO_FIELD_FORMAT: { readonly field: string };
  ERR_SSO_ANSWER_STATUS: { readonly status: number };
  ERR_SSO_ANSWER_MISSING: Nothing;
  ERR_SSO_ANSWER_REPEATED: Nothing;
  ERR_SSO_ANSWER_URL: { readonly reason: 'not a URL' | 'scheme' | 'credentials' | 'origin' };
  ERR_SSO_ANSWER_TOKEN: Nothing;
  ERR_XML_TOO_LARGE: { readonly maxBytes: number };
  ERR_XML_NOT_UTF8: Nothing;
  ERR_XML_DOCTYPE: Nothing;
  ERR_XML_TOO_DEEP: { readonly maxDepth: number };
  ERR_XML_TOO_MANY_NODES: { readonly maxNodes: number };
  ERR_XML_TOO_MANY_ATTRIBUTES: { readonly maxAttributes: number };
  ERR_XML_NOT_WELL_FORMED: Nothing;
  ERR_XML_CHARACTER: Nothing;
  ERR_SOAP_NOT_ENVELOPE: Nothing;
  ERR_SOAP_OPERATION: Nothing;
  ERR_SOAP_FIELD: { readonly field: string };
  ERR_SOAP_RESULT_MISSING: Nothing;
  ERR_SAML_CONTROL_CHARACTER: { readonly term: string };
  ERR_SAML_ID: { readonly term: string };
  ERR_SAML_TERM_MISSING: { readonly term: string };
  ERR_SAML_VALIDITY: Nothing;
  ERR_SAML_KEY: { readonly reason: string };
  ERR_HEX: Nothing;
  ERR_TLV: { readonly trouble: 'too large' | 'too deep' | 'too many objects' | 'tag' | 'length' | 'cut' };
  ERR_CARD_DATA_FRAME: Nothing;
  ERR_CARD_DATA_CLEAR: Nothing;
  ERR_BANK_ACCOUNT: Nothing;
  ERR_SAVED_CARD: Nothing;
  ERR_CARD_DATA_NOT_ENCRYPTED: Nothing;
  ERR_RECEIPT_UNRECOGNISED: Nothing;
  ERR_RECEIPT_FIELD: { readonly field: string };
  ERR_REVERSAL_UNRECOGNISED: Nothing;
  ERR_REVERSAL_FIELD: { readonly field: string };
  ERR_REST_TOO_LARGE: { readonly maxBytes: number };
  ERR_REST_NOT_JSON: Nothing;
  ERR_REST_DUPLICATE_NAME: Nothing;
  ERR_WEBHOOK_TOO_LARGE: { readonly maxBytes: number };
  ERR_WEBHOOK_NOT_JSON: Nothing;
  ERR_WEBHOOK_NOT_FLAT: Nothing;
  ERR_WEBHOOK_FIELD: { readonly field: string };
  /** Lines are counted from 1. */
  ERR_POSTING_RECORD: { readonly line: number };
  ERR_POSTING_LINE_TOO_LONG: { readonly line: number; readonly maxBytes: number };
  ERR_POSTING_FIELD_COUNT: { readonly line: number };
  ERR_POSTING_FIELD: { readonly line: number; readonly field: string };
}

export type ProtocolErrorDetails<Code extends ProtocolErrorCode> = DetailsByCode[Code];

/**
 * The one exception of this package. `code` is stable; the message is the catalogue's summary and never text from the wire.
 *
 * No `cause` either: the exceptions of parsers and of `URL` quote their input.
 */
export class ProtocolError<Code extends ProtocolErrorCode = ProtocolErrorCode> extends Error {
  readonly code: Code;
  readonly details: ProtocolErrorDetails<Code>;

  constructor(code: Code, details: ProtocolErrorDetails<Code>) {
    super(protocolErrors[code]);
    this.name = 'ProtocolError';
    this.code = code;
    this.details = details;
  }
}

/** Narrows `details` by `code` in a `switch`. */
export type AnyProtocolError = { [Code in ProtocolErrorCode]: ProtocolError<Code> }[ProtocolErrorCode];
