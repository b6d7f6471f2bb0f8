import { loadConfiguration } from '../../configuration/load-configuration.ts';
import { writeIdentityProviderMetadata } from '../../identity/identity-provider-metadata.ts';
import { ProblemError, type Command } from '../command.ts';
import { readWords } from '../read-words.ts';

/** Prints what the broker serves at /saml/metadata/{tenant}, before it runs. */
export const metadata: Command = async (words, { environment, nowMs, print }) => {
  const [path = '', id] = readWords(words, 2, {}).positionals;
  const { publicUrl, tenants } = loadConfiguration(path, '<configuration>', environment);
  const tenant = tenants.find((one) => one.id === id);
  if (tenant === undefined) throw new ProblemError(`<tenant>: one of ${tenants.map((one) => one.id).join(', ')}`);
  if (tenant.instamed.saml === undefined) throw new ProblemError('<tenant>: it has no saml settings, so there is no metadata');
  if (publicUrl === undefined) throw new ProblemError('publicUrl: is needed, because it stands in the metadata');
  print(writeIdentityProviderMetadata(tenant.instamed.saml, `${publicUrl}/saml/sso`, nowMs()).trimEnd());
  return 0;
};
