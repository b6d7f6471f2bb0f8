import { asciiLowerCase, controlCharacter } from '../characters.ts';
import { ProtocolError } from '../errors.ts';
import { decodeCents, encodeCents } from '../money.ts';
import type { NvpFields } from '../nvp/fields.ts';
import { ssoFields, type SsoField, type SsoFieldKey } from './fields.ts';

/** What a sign-on asks for: the fields of instamed-protocol.md §1.5. Limits and wire spellings are in `ssoFields`. */
export interface SsoParameters {
  /** URL of the screen to open, not the RelayState of SAML. */
  readonly relayState: string;
  /** Of the form x@y. */
  readonly accountId: string;
  /** The SSO secret; required by name-value sign-on, not the password of the payment API. */
  readonly securityKey?: string;
  readonly ssoAlias: string;
  /** InstaMed payment id, given at implementation. */
  readonly id?: string;
  readonly userId?: string;
  readonly userName?: string;
  /** `header`: the answer is a relayState response header, not a redirect. */
  readonly responseActionType?: 'header';
  readonly requestToken?: boolean;
  /** A screen without InstaMed's own frame, for embedding. */
  readonly lightWeight?: boolean;
  readonly incontext?: boolean;
  readonly patientId?: string;
  readonly patientFirstName?: string;
  readonly patientLastName?: string;
  /** More than zero. Absent for save on file. */
  readonly requestedCents?: number;
  readonly isReadOnly?: boolean;
  /** Prefilled fields are locked, the amount is not [INFERRED]. */
  readonly populatedFieldsReadOnlyMode?: 'CustomAmount';
  /** True types the card, false engages the reader. */
  readonly creditCardKeyed?: boolean;
  readonly cardHolderName?: string;
  /** The reader that the screen engages. [INFERRED] from the fields of the same names in the NVP API (§7.2). */
  readonly deviceName?: string;
  readonly deviceSerialNumber?: string;
  readonly deviceFirmwareVersion?: string;
  readonly preventCheck?: boolean;
  readonly preventCash?: boolean;
  readonly suppressReceipt?: boolean;
  readonly hideGuarantorId?: boolean;
  /** [INFERRED] from the field of the same name in the NVP API (§3.2). */
  readonly allowPartialPayment?: boolean;
  readonly additionalInfo?: Readonly<Partial<Record<1 | 2 | 3 | 4 | 5 | 6, string>>>;
  /** The patient portal's own id of whoever pays, a GUID. */
  readonly consumerId?: string;
  readonly consumerFirstName?: string;
  readonly consumerLastName?: string;
  readonly accountHolderEmailAddress?: string;
  readonly billingAddress1?: string;
  readonly billingAddress2?: string;
  readonly billingCity?: string;
  readonly billingState?: string;
  readonly billingZip?: string;
  readonly billingCountry?: string;
  readonly billingAreaCode?: string;
  readonly billingPhoneNumber?: string;
  /** The payment that a void, refund or receipt screen is about, under one of these names: neither is documented (§1.7). */
  readonly transactionId?: string;
  readonly primaryTransactionId?: string;
  readonly returnUrl?: string;
  readonly returnUrlUpdateParent?: 'parent';
  /** With `confirmUrl` in place of `returnUrl`. */
  readonly cancelUrl?: string;
  readonly confirmUrl?: string;
}

type Value = string | number | boolean;
type Values = Partial<Record<SsoFieldKey, Value>>;

/**
 * The pairs in the reference's spelling, for name-value sign-on and for SAML attributes alike (instamed-protocol.md §1.5).
 *
 * ERR_SSO_FIELD_REQUIRED, ERR_SSO_FIELD_LENGTH (an empty text too), ERR_SSO_FIELD_CONTROL_CHARACTER, ERR_SSO_FIELD_FORMAT.
 */
export function encodeSsoParameters(parameters: SsoParameters): readonly (readonly [string, string])[] {
  const { additionalInfo = {}, ...rest } = parameters;
  const values: Values = { ...rest };
  for (const [number, text] of Object.entries(additionalInfo)) values[`additionalInfo${number}` as SsoFieldKey] = text;
  return ssoFields.flatMap((field: SsoField & { readonly key: SsoFieldKey }) => {
    const value = values[field.key];
    if (value === undefined && field.required) throw new ProtocolError('ERR_SSO_FIELD_REQUIRED', { field: field.wire });
    return value === undefined ? [] : [[field.wire, encodeValue(field, value)] as const];
  });
}

/**
 * Reads the fields a sign-on brought, names and fixed words in any case. Unknown names are ignored; an empty value counts as absent,
 * since forms send their empty inputs too. Refuses as `encodeSsoParameters` does.
 */
export function decodeSsoParameters(fields: NvpFields): SsoParameters {
  const values: Values = {};
  const additionalInfo: Partial<Record<string, string>> = {};
  for (const field of ssoFields) {
    const text = fields.get(field.wire) ?? '';
    if (text === '' && 'required' in field) throw new ProtocolError('ERR_SSO_FIELD_REQUIRED', { field: field.wire });
    if (text === '') continue;
    const value = decodeValue(field, text);
    const number = /^additionalInfo([1-6])$/.exec(field.key)?.[1];
    if (number === undefined) values[field.key] = value;
    else additionalInfo[number] = text;
  }
  const present = Object.keys(additionalInfo).length > 0 ? { additionalInfo } : {};
  return { ...values, ...present } as unknown as SsoParameters;
}

function encodeValue(field: SsoField, value: Value): string {
  const text = typeof value === 'number' ? encodeAmount(field, value) : String(value);
  decodeValue(field, text);
  return text;
}

function decodeValue(field: SsoField, text: string): Value {
  const { wire, form, minLength = 1, maxLength } = field;
  if (controlCharacter.test(text)) throw new ProtocolError('ERR_SSO_FIELD_CONTROL_CHARACTER', { field: wire });
  const length = countCharacters(text);
  if (length < minLength || length > maxLength) throw new ProtocolError('ERR_SSO_FIELD_LENGTH', { field: wire, maxLength });
  if (!text.isWellFormed()) refuse(field);
  if (form === 'text') return text;
  if (form === 'flag') return decodeFlag(field, text);
  if (form === 'amount') return decodeAmount(field, text);
  if (form === 'url') return isWebUrl(text) ? text : refuse(field);
  if (form === 'guid') return guid.test(text) ? text : refuse(field);
  if (form === 'account') return /^[^@\s]+@[^@\s]+$/.test(text) ? text : refuse(field);
  return asciiLowerCase(text) === asciiLowerCase(form.word) ? form.word : refuse(field);
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Code points, as the JSON contract counts. */
function countCharacters(text: string): number {
  return Array.from(text).length;
}

function refuse(field: SsoField): never {
  throw new ProtocolError('ERR_SSO_FIELD_FORMAT', { field: field.wire });
}

function decodeFlag(field: SsoField, text: string): boolean {
  const word = asciiLowerCase(text);
  return word === 'true' || (word === 'false' ? false : refuse(field));
}

function decodeAmount(field: SsoField, text: string): number {
  try {
    return decodeCents(text) || refuse(field);
  } catch {
    return refuse(field);
  }
}

function encodeAmount(field: SsoField, cents: number): string {
  try {
    return encodeCents(cents);
  } catch {
    return refuse(field);
  }
}

function isWebUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
}
