import { acsPath, consumerAcsPath, nvpPath, paymentServicePath, restPath, tokenStatusPath } from '@collect-payment/protocol';
import { checkOrigin, checkPath, checkUrl, isReserved } from './addresses.ts';
import type { CheckSales, InstaMedAccount, RestAccount } from './configuration.ts';
import { localPart } from './local-part.ts';
import type { InstaMedFile } from './instamed-file.ts';
import type { Problems } from './problems.ts';
import { readInboundWebhooks } from './read-inbound-webhooks.ts';
import { readPostingFiles } from './read-posting-files.ts';
import { readSamlSettings } from './read-saml-settings.ts';
import { readSecret, type SecretSource } from './secret-references.ts';
import type { Secret } from './secret.ts';
import type { SecretReference } from './shapes.ts';
import { checkSecret } from './weak-secrets.ts';

/** The host of the screens, of the ACS, of SSOService.asmx and, on its polling page, of ViewReceipt (instamed-protocol.md §0). */
const onlineOrigin = 'https://online.instamed.com';
/** The host of the patients' portal: its screens and its ACS (§1.1). */
const payOrigin = 'https://pay.instamed.com';
/** The host of the SOAP payment service (§4), and of REST (§9.1). */
const connectOrigin = 'https://connect.instamed.com';

/** One account, with InstaMed's documented addresses as defaults. */
export function readInstaMedAccount(problems: Problems, field: string, file: InstaMedFile, source: SecretSource): InstaMedAccount {
  const {
    acsUrl = `${onlineOrigin}${acsPath}`,
    tokenStatusUrl = `${onlineOrigin}${tokenStatusPath}`,
    receiptUrl = `${onlineOrigin}${nvpPath}`,
    paymentServiceUrl = `${connectOrigin}${paymentServicePath}`,
    screensOrigin = onlineOrigin,
    consumerOrigin = payOrigin,
  } = file;
  const urls = { acsUrl, tokenStatusUrl, receiptUrl, paymentServiceUrl };
  for (const [key, url] of Object.entries(urls)) checkUrl(problems, `${field}/${key}`, url);
  checkOrigin(problems, `${field}/screensOrigin`, screensOrigin);
  checkOrigin(problems, `${field}/consumerOrigin`, consumerOrigin);
  const voidScreen = { parameter: 'transactionID', carriedBy: 'relayState', ...file.voidScreen } as const;
  if (file.receiptScreen) checkPath(problems, `${field}/receiptScreen/address`, file.receiptScreen.address);
  const consumer = { acsUrl: `${consumerOrigin}${consumerAcsPath}`, screensOrigin: consumerOrigin };
  const acs = { staff: acsUrl, consumer: consumer.acsUrl };
  const saml = file.saml && problems.readPart(() => file.saml && readSamlSettings(problems, `${field}/saml`, file.saml, acs, source));
  problems.refuse(file.sso === 'saml' && file.saml === undefined, `${field}/saml`, 'is needed when sso is saml');
  problems.refuse(file.apiUser.includes(':'), `${field}/apiUser`, 'must not contain a colon (RFC 7617 2)');
  problems.refuseInProduction(
    isReserved(file.accountId.replace(/^.*@/, '').toLowerCase()),
    `${field}/accountId`,
    'is on a name reserved for samples and tests',
  );
  const rest = file.rest && readRestAccount(problems, `${field}/rest`, file.rest, source);
  problems.refuse(file.reversalChannel === 'rest' && rest === undefined, `${field}/rest`, 'is needed when reversalChannel is rest');
  const secret = (key: 'securityKey' | 'apiPassword') => readAccountSecret(problems, `${field}/${key}`, file[key], source);
  return {
    ...urls,
    screensOrigin,
    consumer,
    accountId: file.accountId,
    securityKey: secret('securityKey'),
    ssoAlias: file.ssoAlias,
    id: file.id ?? localPart(file.accountId),
    apiUser: file.apiUser,
    apiPassword: secret('apiPassword'),
    apiUserForm: file.apiUserForm ?? 'full',
    outlet: file.outlet,
    defaultUserId: file.defaultUserId ?? file.accountId,
    sso: file.sso ?? (saml === undefined ? 'nvp' : 'saml'),
    soapVersion: file.soapVersion ?? '1.1',
    reversalChannel: file.reversalChannel ?? 'nvp',
    rest,
    voidScreen,
    refundScreen: { ...voidScreen, ...file.refundScreen },
    receiptScreen: file.receiptScreen && { ...voidScreen, ...file.receiptScreen },
    sessionIdField: (file.sessionIdField ?? 5) as InstaMedAccount['sessionIdField'],
    signOnDevice: file.signOnDevice ?? 'send',
    savedOnFileField: file.savedOnFileField ?? 'paymentMethodID',
    savedCardPresentStatus: file.savedCardPresentStatus ?? 'NotPresentPhone',
    checkSales: file.checkSales?.enabled === true ? readCheckSales(problems, `${field}/checkSales`, file.checkSales) : undefined,
    saml,
    postingFiles: file.postingFiles && readPostingFiles(problems, `${field}/postingFiles`, file.postingFiles, source),
    webhooks: file.webhooks && readInboundWebhooks(problems, `${field}/webhooks`, file.webhooks, source),
  };
}

function readCheckSales(problems: Problems, field: string, file: NonNullable<InstaMedFile['checkSales']>): CheckSales {
  const read = (name: keyof CheckSales): number => {
    problems.refuse(file[name] === undefined, `${field}/${name}`, 'is needed when enabled is true: ask InstaMed, for no default is known');
    return file[name] ?? 0;
  };
  return { creditEffectiveOffset: read('creditEffectiveOffset'), debitEffectiveOffset: read('debitEffectiveOffset') };
}

function readRestAccount(problems: Problems, field: string, file: NonNullable<InstaMedFile['rest']>, source: SecretSource): RestAccount {
  const { url = `${connectOrigin}${restPath}` } = file;
  checkUrl(problems, `${field}/url`, url);
  problems.refuse(url.endsWith('/'), `${field}/url`, 'must not end with a slash');
  const headerSecret = (key: 'apiKey' | 'apiSecret') => {
    const secret = readAccountSecret(problems, `${field}/${key}`, file[key], source);
    problems.refuse(!/^[\x21-\x7E]*$/.test(secret?.reveal() ?? ''), `${field}/${key}`, 'holds what no header can carry');
    return secret;
  };
  return { url, apiKey: headerSecret('apiKey'), apiSecret: headerSecret('apiSecret') };
}

/** A secret that InstaMed has chosen. */
function readAccountSecret(problems: Problems, field: string, reference: SecretReference, source: SecretSource): Secret {
  const secret = readSecret(problems, field, reference, source);
  if (secret !== undefined) checkSecret(problems, field, secret.reveal(), 8);
  return secret;
}
