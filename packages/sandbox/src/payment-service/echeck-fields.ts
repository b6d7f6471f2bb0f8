import type { SchemaField } from '../soap/wsdl.ts';

const date = (name: string): SchemaField => ({ name, type: 'tns:Date' });

/** ECheckRequestData's own fields, in the order of the schema (instamed-protocol.md §4). */
export const eCheckFields: readonly SchemaField[] = [
  'Source',
  'Recurring',
  'PaperDraft',
  'AccountNumber',
  'RoutingNumber',
  'AccountType',
  'CheckHolderFirstName',
  'CheckHolderLastName',
  'CheckNumber',
  'IsBusinessECheck',
  'BusinessAccountName',
  'BusinessAccountIdentifier',
  { name: 'AddressInfo', type: 'tns:AddressVerificationInfo' },
  { name: 'Patient', type: 'tns:PatientInfo' },
  ...[1, 2, 3, 4, 5, 6].map((number) => `AdditionalInfo${number}`),
  'SaveOnFileTransactionID',
  'CustomerPhoneNumber',
  'CustomerDLLNumber',
  'MICRData',
  'EPCField',
  { name: 'ImageData', type: 's:base64Binary' },
  'ImageFormat',
  'NumPages',
  'Amount',
  'InstallementSequence',
  'InstallementCount',
  'CheckHolderEmail',
  date('MerchantCycleTime'),
  date('OutletCutTime'),
  date('TransactionBusinessDate'),
  { name: 'CreditEffectiveOffset', type: 's:int', required: true },
  { name: 'DebitEffectiveOffset', type: 's:int', required: true },
];
