/** The fields of a Simple Collect sale, as a broker sends them: what each issued Response carries, whoever issues it. */
export const signOnFields: readonly (readonly [name: string, value: string])[] = [
  ['relayState', 'https://online.instamed.com/providers/Form/PatientPayments/NewPaymentSimpleSSO'],
  ['accountID', 'billing@riverside'],
  ['ssoAlias', 'front-desk'],
  ['id', 'billing'],
  ['userID', 'clerk-7'],
  ['userName', 'Ana Ruiz'],
  ['responseActionType', 'header'],
  ['lightWeight', 'true'],
  ['incontext', 'true'],
  ['patientID', 'MRN-004711'],
  ['patientFirstName', 'Zoë'],
  ['patientLastName', "O'Brien"],
  ['amount', '125.00'],
  ['isReadOnly', 'true'],
  ['creditCardKeyed', 'true'],
  ['preventCheck', 'true'],
  ['preventCash', 'true'],
  ['suppressReceipt', 'true'],
  ['additionalInfo1', 'INV-2026-0042'],
  ['additionalInfo5', 'ps_4Wq0e1s9mBvTz8L2nKcY5A'],
  ['confirmURL', 'https://pay.riverside.example/return/confirm?session=ps_4Wq0e1s9mBvTz8L2nKcY5A'],
  ['cancelURL', 'https://pay.riverside.example/return/cancel?session=ps_4Wq0e1s9mBvTz8L2nKcY5A'],
];

export const parties = {
  identityProvider: 'https://pay.riverside.example/saml',
  serviceProvider: 'https://online.instamed.com/saml',
  assertionConsumerService: 'https://online.instamed.com/providers/Forms/SSO/ACS_SAML2.aspx',
  relayState: 'https://online.instamed.com/providers/Form/PatientPayments/NewPaymentSimpleSSO',
  nameId: 'clerk-7',
  nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
} as const;
