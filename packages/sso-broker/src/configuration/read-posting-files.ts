import { isLoopback, isReserved } from './addresses.ts';
import type { PostingFiles } from './configuration.ts';
import type { PostingFilesFile } from './posting-files-file.ts';
import type { Problems } from './problems.ts';
import { readPrivateKey, readSecret, type SecretSource } from './secret-references.ts';
import { Secret } from './secret.ts';

/** InstaMed's file server by its documented host and ports (instamed-protocol.md §9.5), and how one signs on there. */
export function readPostingFiles(problems: Problems, field: string, file: PostingFilesFile, source: SecretSource): PostingFiles {
  const { host = 'connect.instamed.com', port, user, password, privateKey, hostKey } = file;
  problems.refuseInProduction(isLoopback(host), `${field}/host`, 'must not lead to this machine');
  problems.refuseInProduction(isReserved(host), `${field}/host`, 'is on a name reserved for samples and tests');
  problems.refuse((password === undefined) === (privateKey === undefined), field, 'needs a password or a privateKey, and not both');
  const proof = privateKey
    ? { privateKey: readPrivateKey(problems, `${field}/privateKey`, privateKey, source) }
    : { password: password ? readSecret(problems, `${field}/password`, password, source) : new Secret('') };
  return { host, port: port ?? (privateKey ? 2201 : 22), user, proof, hostKey };
}
