import { notPresentStatuses, savedCardFields } from '@collect-payment/protocol';
import { Type, type Static } from 'typebox';
import { MutualTlsFile } from './listen-file.ts';
import { PostingFilesFile } from './posting-files-file.ts';
import { SamlSettingsFile } from './saml-settings-file.ts';
import { name, SecretReference, strict, url } from './shapes.ts';

const days = Type.Integer({ minimum: 0, maximum: 365 });

const InboundWebhooksFile = Type.Object(
  {
    /** Two while the password is being changed. */
    basic: Type.Optional(Type.Array(Type.Object({ user: name, password: SecretReference }, strict), { minItems: 1, maxItems: 2 })),
    oauth: Type.Optional(
      Type.Object(
        {
          issuer: url,
          jwksUrl: url,
          audience: url,
          algorithms: Type.Optional(Type.Array(Type.String({ pattern: '^(RS|PS|ES)(256|384|512)$|^EdDSA$' }), { minItems: 1 })),
        },
        strict,
      ),
    ),
    /** The names of which one stands in InstaMed's certificate. */
    mutualTls: Type.Optional(MutualTlsFile),
    sourceAddresses: Type.Optional(Type.Array(name, { minItems: 1, maxItems: 100 })),
  },
  strict,
);
export type InboundWebhooksFile = Static<typeof InboundWebhooksFile>;

/** How a screen is told which payment it is about: no public page says (instamed-protocol.md §1.7). */
const naming = {
  parameter: Type.Optional(Type.Union([Type.Literal('transactionID'), Type.Literal('primaryTransactionID')])),
  carriedBy: Type.Optional(Type.Union([Type.Literal('relayState'), Type.Literal('field')])),
};

export const InstaMedFile = Type.Object(
  {
    acsUrl: Type.Optional(url),
    tokenStatusUrl: Type.Optional(url),
    receiptUrl: Type.Optional(url),
    paymentServiceUrl: Type.Optional(url),
    screensOrigin: Type.Optional(url),
    /** The base of the patients' portal: its ACS and its screens. */
    consumerOrigin: Type.Optional(url),
    accountId: Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 200 }),
    securityKey: SecretReference,
    ssoAlias: name,
    id: Type.Optional(name),
    apiUser: name,
    apiPassword: SecretReference,
    /** `local` sends the part before the `@` (instamed-protocol.md §3.1). */
    apiUserForm: Type.Optional(Type.Union([Type.Literal('full'), Type.Literal('local')])),
    outlet: Type.Object({ merchantId: name, storeId: name, terminalId: name }, strict),
    defaultUserId: Type.Optional(name),
    sso: Type.Optional(Type.Union([Type.Literal('saml'), Type.Literal('nvp')])),
    soapVersion: Type.Optional(Type.Union([Type.Literal('1.1'), Type.Literal('1.2')])),
    /** By which interface cards are voided and refunded. eChecks are voided by SOAP always (instamed-protocol.md §3.5, §4). */
    reversalChannel: Type.Optional(Type.Union([Type.Literal('nvp'), Type.Literal('soap'), Type.Literal('rest')])),
    /** The REST interface: its base, and the key and secret that InstaMed gives for it (§9.1). */
    rest: Type.Optional(Type.Object({ url: Type.Optional(url), apiKey: SecretReference, apiSecret: SecretReference }, strict)),
    voidScreen: Type.Optional(Type.Object(naming, strict)),
    /** As `voidScreen` where it says nothing else. */
    refundScreen: Type.Optional(Type.Object(naming, strict)),
    /** The path of InstaMed's receipt screen under `screensOrigin`: no public page has it, so that it has no default. */
    receiptScreen: Type.Optional(Type.Object({ address: name, ...naming }, strict)),
    /** The N of the additionalInfoN that carries our session id; 1 is the invoice. */
    sessionIdField: Type.Optional(Type.Integer({ minimum: 2, maximum: 6 })),
    /** Whether a sign-on names the reader that the host named. That it may is inferred (instamed-protocol.md §1.5, §7.2). */
    signOnDevice: Type.Optional(Type.Union([Type.Literal('send'), Type.Literal('omit')])),
    /** The field that names a card by the `saveOnFileTransactionID` of a receipt (instamed-protocol.md §3.2, §4, §9.2). */
    savedOnFileField: Type.Optional(Type.Enum([...savedCardFields])),
    /** How a sale on a saved card says that no card is there (instamed-protocol.md §3.9). */
    savedCardPresentStatus: Type.Optional(Type.Enum([...notPresentStatuses])),
    /** Allows eChecks by `POST /v1/payments`. The two numbers are required by InstaMed's schema and explained by no source (§4): they have no default. */
    checkSales: Type.Optional(
      Type.Object(
        { enabled: Type.Boolean(), creditEffectiveOffset: Type.Optional(days), debitEffectiveOffset: Type.Optional(days) },
        strict,
      ),
    ),
    saml: Type.Optional(SamlSettingsFile),
    postingFiles: Type.Optional(PostingFilesFile),
    /** How InstaMed proves itself at /v1/webhooks/instamed/{tenant}; without it the address answers 404. */
    webhooks: Type.Optional(InboundWebhooksFile),
  },
  strict,
);
export type InstaMedFile = Static<typeof InstaMedFile>;
