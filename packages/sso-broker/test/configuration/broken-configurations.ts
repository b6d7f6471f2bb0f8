import { generateKeyPairSync } from 'node:crypto';
import { theirs } from './production-json.ts';
import { sha256 } from '../support/credentials.ts';

/** The field that is replaced (undefined takes it out), what it becomes, the field that is named, and why. `$NAME` is a secret that is replaced. */
export type BrokenConfiguration = readonly [field: string, value: unknown, named: string, reason: string];

const t = 'tenants/0';
const i = `${t}/instamed`;
const s = `${i}/saml`;
const n = `${s}/next`;
const needsHttps = 'must be https, or http on a loopback host';
const notAnOrigin = 'is not an origin such as https://portal.example';
const reserved = 'is on a name reserved for samples and tests (environment is production)';
const here = 'must not lead to this machine (environment is production)';
const slug = 'must match pattern "^[a-z0-9][a-z0-9-]{0,39}$"';
const fileHostKey = `SHA256:${'A'.repeat(43)}`;
const pemOf = (type: 'rsa' | 'ec') =>
  (type === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 1024 })
  ).privateKey.export({ format: 'pem', type: 'pkcs8' });
const allScopes =
  'must be one of sessions:create, sessions:read, sessions:cancel, payments:read, payments:create, payments:void, payments:refund, webhooks:read, webhooks:replay, attention:read, attention:acknowledge';

/** One hundred and more mistakes an operator can make, each alone in a configuration that is otherwise fit for production. */
export const brokenConfigurations: readonly BrokenConfiguration[] = [
  // Shapes
  [`${t}/timeZone`, 'Mars/Olympus', `${t}/timeZone`, 'is no time zone such as America/Chicago'],
  ['databse', 'x', 'databse', 'is not a known field; did you mean database?'],
  ['tenant', [], 'tenant', 'is not a known field; did you mean tenants?'],
  ['colour', 1, 'colour', 'is not a known field'],
  ['listen/prot', 1, 'listen/prot', 'is not a known field; did you mean port?'],
  ['upstream/answerTimeout', 1, 'upstream/answerTimeout', 'is not a known field; did you mean answerTimeoutMs?'],
  [`${t}/secretkeys`, [], `${t}/secretkeys`, 'is not a known field; did you mean secretKeys?'],
  [`${i}/acsURL`, 'x', `${i}/acsURL`, 'is not a known field; did you mean acsUrl?'],
  [`${s}/entityID`, 'x', `${s}/entityID`, 'is not a known field; did you mean entityId?'],
  [`${s}/signingkey`, {}, `${s}/signingkey`, 'is not a known field; did you mean signingKey?'],
  ['database/postgres/conections', 4, 'database/postgres/conections', 'is not a known field; did you mean connections?'],
  ['database', undefined, 'database', 'is missing'],
  ['database', 7, 'database', 'must be object'],
  ['database', '', 'database', 'must not have fewer than 1 characters'],
  ['database', {}, 'database/postgres', 'is missing'],
  ['database', ':memory:', 'database', 'is not the path of a file'],
  ['clientSecretKey', undefined, 'clientSecretKey', 'is missing'],
  ['clientSecretKey', 'c2VjcmV0', 'clientSecretKey', 'must be object'],
  ['tenants', undefined, 'tenants', 'is missing'],
  ['tenants', [], 'tenants', 'must not have fewer than 1 items'],
  ['tenants', {}, 'tenants', 'must be array'],
  ['environment', 'staging', 'environment', 'must be one of production, test'],
  ['listen/port', 70_000, 'listen/port', 'must be <= 65535'],
  ['listen/port', '4010', 'listen/port', 'must be integer'],
  ['limits/streamsPerSession', 0, 'limits/streamsPerSession', 'must be >= 1'],
  ['limits/createsAtOnce', 49, 'limits/createsAtOnce', 'is less than createsPerSecond'],
  ['limits/launchPerSession', 5, 'limits/launchPerSession', 'is not a known field; did you mean launchesPerSession?'],
  ['connections/headersTimeoutMs', 15_001, 'connections/headersTimeoutMs', 'is longer than requestTimeoutMs'],
  [
    'connections/stalledTimeoutMs',
    20_000,
    'connections/stalledTimeoutMs',
    'is shorter than a call may wait for InstaMed (environment is production)',
  ],
  ['connections/headerBytes', 100_000, 'connections/headerBytes', 'must be <= 65536'],
  ['listen/trustedProxies', ['0.0.0.0/0'], 'listen/trustedProxies/0', 'is every address'],
  ['listen/trustedProxies', ['10.0.0.0/33'], 'listen/trustedProxies/0', 'is not an IP address or block'],
  ['listen/trustedProxies', ['proxy.internal'], 'listen/trustedProxies/0', 'is not an IP address or block'],
  ['limits/hostRequestsPerMinute', 0.5, 'limits/hostRequestsPerMinute', 'must be integer'],
  ['webhookDelivery/timeoutMs', 45_001, 'webhookDelivery/timeoutMs', 'must be <= 45000'],
  ['webhookDelivery/timeoutMs', 1, 'webhookDelivery/timeoutMs', 'must be >= 10'],

  // The broker's own address, secrets and pace
  ['publicUrl', undefined, 'publicUrl', 'is missing (environment is production)'],
  ['publicUrl', 'http://broker.riverside.internal', 'publicUrl', needsHttps],
  ['publicUrl', 'broker.riverside.internal', 'publicUrl', 'is not an absolute URL'],
  ['publicUrl', 'https://user:word@broker.riverside.internal', 'publicUrl', 'must not carry credentials'],
  ['publicUrl', 'https://broker.riverside.internal/#a', 'publicUrl', 'must not have a fragment'],
  ['publicUrl', 'https://broker.riverside.internal/?a=1', 'publicUrl', 'must not have a query'],
  ['publicUrl', 'https://localhost:4010', 'publicUrl', here],
  ['publicUrl', 'https://broker.example.org', 'publicUrl', reserved],
  ['$CLIENT_SECRET_KEY', 'c2hvcnQ=', 'clientSecretKey', 'must be at least 32 bytes in base64'],
  ['$CLIENT_SECRET_KEY', `${'sentinel words, not base64 '.repeat(3)}!`, 'clientSecretKey', 'is not base64'],
  ['$CLIENT_SECRET_KEY', Buffer.alloc(32, 1).toString('base64'), 'clientSecretKey', 'is hardly random (environment is production)'],
  ['audit', undefined, 'audit/key', 'is missing (environment is production)'],
  ['audit/key', undefined, 'audit/key', 'is missing (environment is production)'],
  ['audit/adresses', 'all', 'audit/adresses', 'is not a known field; did you mean addresses?'],
  ['audit/addresses', 'some', 'audit/addresses', 'must be one of all, servers, none'],
  ['audit/checkpointMinutes', 0, 'audit/checkpointMinutes', 'must be >= 1'],
  ['audit/olderKeys', [{ env: 'AUDIT_KEY' }], 'audit/olderKeys/0', 'is the same as key'],
  ['$AUDIT_KEY', 'c2hvcnQ=', 'audit/key', 'must be at least 32 bytes in base64'],
  ['$OLDER_AUDIT_KEY', Buffer.alloc(32, 1).toString('base64'), 'audit/olderKeys/0', 'is hardly random (environment is production)'],
  ['metrics/token', undefined, 'metrics/token', 'is missing: metrics leave this machine (environment is production)'],
  ['metrics/listen/port', 4010, 'metrics/listen/port', 'is the port of listen'],
  ['$METRICS_TOKEN', 'short', 'metrics/token', 'is shorter than 16 characters (environment is production)'],
  ['secondClientSecretKey', { env: 'CLIENT_SECRET_KEY' }, 'secondClientSecretKey', 'is the same as clientSecretKey'],
  ['$SECOND_CLIENT_SECRET_KEY', 'AAAA', 'secondClientSecretKey', 'must be at least 32 bytes in base64'],
  ['encryption', undefined, 'encryption', 'is missing (environment is production)'],
  ['encryption/masterKey', undefined, 'encryption/masterKey', 'is missing'],
  ['encryption/masterkey', {}, 'encryption/masterkey', 'is not a known field; did you mean masterKey?'],
  ['encryption/masterKey', { file: 'open.pem' }, 'encryption/masterKey', 'the file open.pem can be read by others: chmod 600 it'],
  ['encryption/masterKey', { env: 'CLIENT_SECRET_KEY' }, 'encryption/masterKey', 'is the same as a clientSecretKey'],
  ['encryption/secondMasterKey', { env: 'MASTER_KEY' }, 'encryption/secondMasterKey', 'is the same as masterKey'],
  ['$MASTER_KEY', 'c2hvcnQ=', 'encryption/masterKey', 'must be at least 32 bytes in base64'],
  [
    '$SECOND_MASTER_KEY',
    Buffer.alloc(32, 1).toString('base64'),
    'encryption/secondMasterKey',
    'is hardly random (environment is production)',
  ],
  ['polling/intervalMs', 0, 'polling/intervalMs', 'must be >= 10'],
  ['polling/intervalMs', 1000, 'polling/intervalMs', 'is faster than InstaMed allows (environment is production)'],
  ['polling/windowMs', 9000, 'polling/intervalMs', 'is longer than windowMs'],
  ['webhookDelivery/allowLoopback', true, 'webhookDelivery/allowLoopback', 'is for tests only (environment is production)'],

  // The database
  ['$DATABASE_URL', 'mysql://a:b@db.riverside.internal/c', 'database/postgres/url', 'is not a postgres:// URL'],
  ['$DATABASE_URL', 'postgres://a:b@db.riverside.internal/c', 'database/postgres/url', 'must have sslmode=verify-full, or a loopback host'],
  ['database/postgres/connections', 1, 'database/postgres/connections', 'must be >= 2'],
  ['database/postgres/url', 'postgres://a:b@c/d', 'database/postgres/url', 'must be object'],

  // The way to InstaMed
  ['upstream/connectTimeoutMs', 16_000, 'upstream/connectTimeoutMs', 'is longer than answerTimeoutMs'],
  ['upstream/answerTimeoutMs', 60_000, 'upstream/answerTimeoutMs', 'must be <= 25000'],
  ['upstream/clientKey', undefined, 'upstream/clientKey', 'is needed for clientCertificate'],
  ['upstream/clientCertificate', undefined, 'upstream/clientCertificate', 'is needed for clientKey'],
  ['upstream/clientCertificate', { env: 'ENCRYPTION_CERTIFICATE' }, 'upstream/clientCertificate', 'does not belong to clientKey'],
  ['upstream/clientKey', { env: 'SECURITY_KEY' }, 'upstream/clientKey', 'is not an unencrypted private key in PEM form'],
  ['upstream/certificateAuthority', { env: 'SECURITY_KEY' }, 'upstream/certificateAuthority', 'is not a certificate in PEM form'],
  ['upstream/pins', ['sha256/abc'], 'upstream/pins/0', 'must match pattern "^[A-Za-z0-9+/]{43}=$"'],
  ['upstream/pins', [`${'A'.repeat(43)}=`, `${'A'.repeat(43)}=`], 'upstream/pins', 'has a pin twice'],

  // Tenants, their keys and pages
  [`${t}/id`, 'Riverside!', `${t}/id`, slug],
  ['tenants/1/id', 'riverside', 'tenants/1/id', 'is used by another tenant'],
  [`${t}/secretKeys`, [], `${t}/secretKeys`, 'must not have fewer than 1 items'],
  [`${t}/secretKeys/0/sha256`, 'abc', `${t}/secretKeys/0/sha256`, 'must match pattern "^[0-9a-f]{64}$"'],
  [`${t}/secretKeys/0/sha256`, sha256(''), `${t}/secretKeys/0/sha256`, 'is the hash of an empty key'],
  [`${t}/secretKeys/0/sha256`, sha256('changeme'), `${t}/secretKeys/0/sha256`, 'is the hash of a placeholder'],
  [`${t}/secretKeys/0/sha256`, '0'.repeat(64), `${t}/secretKeys/0/sha256`, 'is a placeholder (environment is production)'],
  [`${t}/secretKeys/0/scopes`, ['sessions:write'], `${t}/secretKeys/0/scopes/0`, allScopes],
  [`${t}/secretKeys/0/scopes`, [], `${t}/secretKeys/0/scopes`, 'must not have fewer than 1 items'],
  [`${t}/secretKeys/0/id`, undefined, `${t}/secretKeys/0/id`, 'is missing'],
  [
    `${t}/secretKeys/1`,
    { id: 'server', sha256: sha256('another'), scopes: ['sessions:read'] },
    `${t}/secretKeys/1/id`,
    'is used by another key of the tenant',
  ],
  [`${t}/allowedOrigins`, [], `${t}/allowedOrigins`, 'must not have fewer than 1 items'],
  [`${t}/allowedOrigins/0`, '*', `${t}/allowedOrigins/0`, 'must not be a wildcard'],
  [`${t}/allowedOrigins/0`, 'https://*.riverside.internal', `${t}/allowedOrigins/0`, 'must not be a wildcard'],
  [`${t}/allowedOrigins/0`, 'http://portal.riverside.internal', `${t}/allowedOrigins/0`, needsHttps],
  [`${t}/allowedOrigins/0`, 'https://portal.riverside.internal/', `${t}/allowedOrigins/0`, notAnOrigin],
  [`${t}/allowedOrigins/0`, 'null', `${t}/allowedOrigins/0`, notAnOrigin],
  [`${t}/allowedOrigins/0`, 'http://localhost:3000', `${t}/allowedOrigins/0`, here],
  [`${t}/allowedOrigins/0`, 'https://portal.example', `${t}/allowedOrigins/0`, reserved],
  [`${t}/allowedOrigins/1`, 'https://portal.riverside.internal', `${t}/allowedOrigins/1`, 'is listed twice'],
  ['tenants/1/allowedOrigins/0', 'https://portal.riverside.internal', 'tenants/1/allowedOrigins/0', 'is allowed by another tenant too'],
  [`${t}/webhooks/0/url`, 'http://hooks.riverside.internal', `${t}/webhooks/0/url`, needsHttps],
  [`${t}/webhooks/0/url`, 'https://127.0.0.1/hooks', `${t}/webhooks/0/url`, here],
  [`${t}/webhooks/0/events`, ['payment.unknown'], `${t}/webhooks/0/events/0`, 'must be one of $EVENTS'],
  [
    `${t}/webhooks/0/secrets`,
    [{ env: 'SECURITY_KEY' }],
    `${t}/webhooks/0/secrets/0`,
    'must be whsec_ and 24 to 64 bytes, or whsk_ and an ed25519 private key of 32 bytes, in base64',
  ],
  [
    `${t}/webhooks/1`,
    { id: 'main', url: 'https://other.riverside.internal', secrets: [{ env: 'WEBHOOK_SECRET' }] },
    `${t}/webhooks/1/id`,
    'is used by another endpoint of the tenant',
  ],
  [
    `${t}/webhooks/1`,
    { id: 'two', url: 'https://hooks.riverside.internal/payments', secrets: [{ env: 'WEBHOOK_SECRET' }] },
    `${t}/webhooks/1/url`,
    'is the address of another endpoint',
  ],

  // The account at InstaMed
  [`${i}/acsUrl`, 'http://10.0.0.1/acs', `${i}/acsUrl`, needsHttps],
  [`${i}/acsUrl`, 'http://localhost.evil.internal/acs', `${i}/acsUrl`, needsHttps],
  [`${i}/acsUrl`, 'http://127.0.0.1:4020/acs', `${i}/acsUrl`, here],
  [`${i}/tokenStatusUrl`, 'https://sandbox.test/SSOService.asmx', `${i}/tokenStatusUrl`, reserved],
  [`${i}/receiptUrl`, 'NVP.aspx', `${i}/receiptUrl`, 'is not an absolute URL'],
  [`${i}/screensOrigin`, 'https://online.instamed.com/providers', `${i}/screensOrigin`, notAnOrigin],
  [`${i}/consumerOrigin`, 'https://pay.instamed.com/Form', `${i}/consumerOrigin`, notAnOrigin],
  [`${i}/consumerOrigin`, 'http://127.0.0.1:4020', `${i}/consumerOrigin`, here],
  [`${i}/accountId`, 'front', `${i}/accountId`, 'must match pattern "^[^@\\s]+@[^@\\s]+$"'],
  [`${i}/accountId`, 'frontdesk@riverside.example', `${i}/accountId`, reserved],
  [`${i}/defaultUserId`, ' ', `${i}/defaultUserId`, 'must match pattern "\\S"'],
  [`${i}/apiUser`, 'a:b', `${i}/apiUser`, 'must not contain a colon (RFC 7617 2)'],
  [`${i}/sso`, 'oidc', `${i}/sso`, 'must be one of saml, nvp'],
  [`${i}/paymentServiceUrl`, 'service.asmx', `${i}/paymentServiceUrl`, 'is not an absolute URL'],
  [
    `${i}/postingFiles`,
    { user: 'riverside', hostKey: 'SHA256:x' },
    `${i}/postingFiles/hostKey`,
    'must match pattern "^SHA256:[A-Za-z0-9+/]{43}$"',
  ],
  [`${i}/postingFiles`, { user: 'a@b', hostKey: fileHostKey }, `${i}/postingFiles/user`, 'must match pattern "^[^@\\s]+$"'],
  [`${i}/postingFiles`, { user: 'riverside', hostKey: fileHostKey }, `${i}/postingFiles`, 'needs a password or a privateKey, and not both'],
  [
    `${i}/postingFiles`,
    { user: 'riverside', hostKey: fileHostKey, host: 'localhost', password: { env: 'API_PASSWORD' } },
    `${i}/postingFiles/host`,
    here,
  ],
  [`${i}/reversalChannel`, 'json', `${i}/reversalChannel`, 'must be one of nvp, soap, rest'],
  [`${i}/reversalChannel`, 'rest', `${i}/rest`, 'is needed when reversalChannel is rest'],
  [`${i}/rest`, { apiKey: { env: 'API_PASSWORD' } }, `${i}/rest/apiSecret`, 'is missing'],
  [`${i}/rest`, { apiKey: 'sentinel', apiSecret: { env: 'API_PASSWORD' } }, `${i}/rest/apiKey`, 'must be object'],
  [
    `${i}/rest`,
    { apiKey: { env: 'SHORT' }, apiSecret: { env: 'API_PASSWORD' } },
    `${i}/rest/apiKey`,
    'is shorter than 8 characters (environment is production)',
  ],
  [
    `${i}/rest`,
    { apiKey: { env: 'WITH_BREAK' }, apiSecret: { env: 'API_PASSWORD' } },
    `${i}/rest/apiKey`,
    'holds what no header can carry',
  ],
  [
    `${i}/rest`,
    { url: 'http://connect.riverside.internal/rest', apiKey: { env: 'API_PASSWORD' }, apiSecret: { env: 'API_PASSWORD' } },
    `${i}/rest/url`,
    needsHttps,
  ],
  [
    `${i}/rest`,
    { url: 'https://connect.instamed.com/rest/', apiKey: { env: 'API_PASSWORD' }, apiSecret: { env: 'API_PASSWORD' } },
    `${i}/rest/url`,
    'must not end with a slash',
  ],
  [`${i}/soapVersion`, 1.1, `${i}/soapVersion`, 'must be one of 1.1, 1.2'],
  [`${i}/voidScreen`, { parameter: 'id' }, `${i}/voidScreen/parameter`, 'must be one of transactionID, primaryTransactionID'],
  [`${i}/voidScreen`, { carriedBy: 'header' }, `${i}/voidScreen/carriedBy`, 'must be one of relayState, field'],
  [`${i}/signOnDevice`, 'sometimes', `${i}/signOnDevice`, 'must be one of send, omit'],
  [`${i}/sessionIdField`, 1, `${i}/sessionIdField`, 'must be >= 2'],
  [`${i}/outlet/storeId`, undefined, `${i}/outlet/storeId`, 'is missing'],
  [`${i}/securityKey`, 'sentinel', `${i}/securityKey`, 'must be object'],
  [`${i}/securityKey`, { env: 'A', file: 'b' }, `${i}/securityKey`, 'must not have more than 1 properties'],
  [`${i}/securityKey`, { env: 'UNSET' }, `${i}/securityKey`, 'the environment variable UNSET is not set'],
  [`${i}/securityKey`, { file: 'no-such.txt' }, `${i}/securityKey`, 'the file no-such.txt cannot be read'],
  [`${i}/apiPassword`, { env: 'SHORT' }, `${i}/apiPassword`, 'is shorter than 8 characters (environment is production)'],
  [`${i}/apiPassword`, { env: 'PLACEHOLDER' }, `${i}/apiPassword`, 'is a placeholder or a test credential (environment is production)'],
  [`${i}/webhooks/basic/0/user`, 'a:b', `${i}/webhooks/basic/0/user`, 'must not contain a colon (RFC 7617 2)'],
  [
    `${i}/webhooks/basic/0/password`,
    { env: 'FIFTEEN' },
    `${i}/webhooks/basic/0/password`,
    'is shorter than 16 characters (environment is production)',
  ],
  [`${i}/webhooks/basic`, undefined, `${i}/webhooks`, 'needs basic, oauth or mutualTls (instamed-protocol.md 5.1)'],
  [`${i}/webhooks/sourceAddresses`, ['0.0.0.0/0'], `${i}/webhooks/sourceAddresses/0`, 'is every address'],
  [`${i}/webhooks/sourceAddresses`, ['198.51.100.1/33'], `${i}/webhooks/sourceAddresses/0`, 'is not an IP address or block'],

  // SAML
  [`${s}/signingKey`, { env: 'WEAK_KEY' }, `${s}/signingKey`, 'is shorter than 2048 bits'],
  [`${s}/signingKey`, { env: 'CURVE_KEY' }, `${s}/signingKey`, 'is not an RSA key'],
  [s, undefined, s, 'is needed when sso is saml'],
  [`${s}/sign`, 'none', `${s}/sign`, 'must be one of assertion, response, both'],
  [`${s}/encrypt`, 'des', `${s}/encrypt`, 'must be one of aes-256-cbc, aes-256-gcm, none'],
  [`${s}/lifetimeMs`, 3_600_000, `${s}/lifetimeMs`, 'must be <= 900000'],
  [
    `${s}/audience`,
    'https://broker.riverside.internal/saml/riverside',
    `${s}/audience`,
    'must be InstaMed, not ourselves: it equals entityId',
  ],
  [`${s}/recipient`, 'http://online.instamed.com/acs', `${s}/recipient`, needsHttps],
  [`${s}/signingKey`, { env: 'SECURITY_KEY' }, `${s}/signingKey`, 'is not an unencrypted private key in PEM form'],
  [`${s}/signingKey`, { file: 'open.pem' }, `${s}/signingKey`, 'the file open.pem can be read by others: chmod 600 it'],
  [`${s}/signingCertificate`, { env: 'SIGNING_KEY' }, `${s}/signingCertificate`, 'is not a certificate in PEM form'],
  [`${s}/signingCertificate`, { env: 'OTHER_CERTIFICATE' }, `${s}/signingCertificate`, 'does not belong to signingKey'],
  [
    `${s}/signingCertificate`,
    { env: 'DEMO_CERTIFICATE' },
    `${s}/signingCertificate`,
    'was made by the demo or the sandbox (environment is production)',
  ],
  [
    `${s}/encryptionCertificate`,
    { env: 'SIGNING_CERTIFICATE' },
    `${s}/encryptionCertificate`,
    "must be InstaMed's, not ours: it equals signingCertificate",
  ],
  [`${s}/encryptionCertificate`, { env: 'SHORT_CERTIFICATE' }, `${s}/encryptionCertificate`, 'is for a key shorter than 2048 bits'],
  [`${n}/notBeforeUse`, undefined, `${n}/notBeforeUse`, 'is needed to use signingKey'],
  [`${n}/signingKey`, undefined, `${n}/signingKey`, 'is needed for notBeforeUse'],
  [`${n}/notBeforeUse`, 'next week', `${n}/notBeforeUse`, 'is not a time such as 2027-01-31T06:00:00Z'],
  [`${n}/notBeforeUse`, '2020-01-01T00:00:00Z', `${n}/notBeforeUse`, 'is before the certificate is valid'],
  [`${n}/notBeforeUse`, '2099-01-01T00:00:00Z', `${n}/notBeforeUse`, 'is after the certificate has expired'],
];

/** Secrets that the rows refer to beside those of the production configuration. */
export const brokenSecrets = {
  SHORT: 'aB3$x',
  WITH_BREAK: 'aB3$x9Qz7\nLm2',
  FIFTEEN: 'aB3$xyzw9Kp2mQ7',
  PLACEHOLDER: 'changeme',
  OTHER_CERTIFICATE: theirs.certificate,
  WEAK_KEY: pemOf('rsa').toString(),
  CURVE_KEY: pemOf('ec').toString(),
};
