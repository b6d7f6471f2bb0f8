import { createHash } from 'node:crypto';
import type { InboundWebhooks } from '../inbound/instamed-credentials.ts';
import { checkUrl } from './addresses.ts';
import type { InboundWebhooksFile } from './instamed-file.ts';
import type { Problems } from './problems.ts';
import { readAddressBlocks } from './read-address-blocks.ts';
import { readSecret, type SecretSource } from './secret-references.ts';
import { checkSecret } from './weak-secrets.ts';

/** How InstaMed proves itself at the tenant's webhook address. */
export function readInboundWebhooks(problems: Problems, field: string, file: InboundWebhooksFile, source: SecretSource): InboundWebhooks {
  problems.refuse(
    file.basic === undefined && file.oauth === undefined && file.mutualTls === undefined,
    field,
    'needs basic, oauth or mutualTls (instamed-protocol.md 5.1)',
  );
  problems.refuse(
    file.basic !== undefined && file.oauth !== undefined,
    field,
    'must not have basic and oauth together (instamed-protocol.md 5.1)',
  );
  return {
    certificateNames: file.mutualTls?.subjectAltNames,
    authentication: readAuthentication(problems, field, file, source),
    sources: file.sourceAddresses && readAddressBlocks(problems, `${field}/sourceAddresses`, file.sourceAddresses),
  };
}

function readAuthentication(
  problems: Problems,
  field: string,
  { basic, oauth }: InboundWebhooksFile,
  source: SecretSource,
): InboundWebhooks['authentication'] {
  if (oauth !== undefined) {
    checkUrl(problems, `${field}/oauth/jwksUrl`, oauth.jwksUrl);
    checkUrl(problems, `${field}/oauth/issuer`, oauth.issuer);
    return { type: 'oauth', ...oauth, algorithms: oauth.algorithms ?? ['RS256', 'PS256', 'ES256'] };
  }
  if (basic === undefined) return { type: 'certificate' };
  const credentials = basic.map(({ user, password }, index) => {
    const at = `${field}/basic/${index}`;
    problems.refuse(user.includes(':'), `${at}/user`, 'must not contain a colon (RFC 7617 2)');
    const secret = readSecret(problems, `${at}/password`, password, source)?.reveal() ?? '';
    checkSecret(problems, `${at}/password`, secret, 16);
    return createHash('sha256').update(`${user}:${secret}`).digest();
  });
  return { type: 'basic', credentials };
}
