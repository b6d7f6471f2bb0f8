/** Why a sign-on was refused: a closed set, and what is said about each. None repeats a value that was sent. */
export const refusalReasons = {
  'credentials-invalid': 'Invalid AccountID or Password.',
  'form-malformed': 'The form post could not be read.',
  'field-invalid': 'A sign-on field is missing or outside its limits.',
  'relay-state-not-allowed': 'RelayState is not one of the screens of this service.',
  'saml-response-missing': 'The form carries no SAMLResponse.',
  'xml-malformed': 'SAMLResponse is not base64 of well-formed XML without a document type.',
  'structure-invalid': 'SAMLResponse is not one Response with exactly one Assertion in its place.',
  'status-not-success': 'The Response reports no success.',
  'issuer-unknown': 'The Issuer is not the registered identity provider of the account.',
  unsigned: 'Neither the Response nor the Assertion is signed as required.',
  'signature-invalid': 'A signature does not verify with the registered certificate.',
  'algorithm-refused': 'The signature algorithm is not accepted.',
  'decryption-failed': 'The EncryptedAssertion cannot be decrypted with the key of this service.',
  'encryption-required': 'The Assertion must be encrypted.',
  'encryption-refused': 'The Assertion must not be encrypted.',
  'destination-mismatch': 'Destination is not this assertion consumer service.',
  'recipient-mismatch': 'Recipient is not this assertion consumer service.',
  'audience-mismatch': 'Audience is not the entity ID of this service.',
  'subject-confirmation-invalid': 'There is no bearer SubjectConfirmation with a NotOnOrAfter.',
  'not-yet-valid': 'NotBefore or IssueInstant is in the future.',
  expired: 'NotOnOrAfter has passed.',
  replayed: 'This Assertion has been used before.',
  'in-response-to-unexpected': 'InResponseTo on a Response nobody requested.',
  'attribute-duplicate': 'An attribute comes twice with different values.',
  'attribute-invalid': 'An attribute is missing or outside its limits.',
} as const;
export type RefusalReason = keyof typeof refusalReasons;

/** A sign-on refused. `detail` may name a field or what was expected, never what was sent. */
export class Refusal extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? refusalReasons[reason] : `${refusalReasons[reason]} ${detail}`, options);
    this.name = 'Refusal';
    this.reason = reason;
  }
}
