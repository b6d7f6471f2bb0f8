import { readFileSync } from 'node:fs';
import { pnpmVersion, run } from './bootstrap.mjs';

/** What a host runs. The sandbox, the demo and all tools are not among it. */
const shipped = ['@collect-payment/sso-broker', '@collect-payment/widget', '@collect-payment/verify-page'];

/**
 * Licences that ask for no more than to be named, or for nothing at all (Unlicense); of fonts OFL-1.1, which asks nothing of a document that a font is embedded in. Another one is for a
 * person to judge before it is added here.
 */
const acceptedLicences = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'OFL-1.1', 'Unlicense']);

/** What a package's LICENSE says, or the `licenses` of before npm had `license`, whose manifest says nothing else, as a person read it. */
const readInFile = new Map([
  ['buildcheck@0.0.7', 'MIT'],
  ['cpu-features@0.0.10', 'MIT'],
  ['png-js@2.0.0', 'MIT'],
  ['ssh2@1.17.0', 'MIT'],
]);

/** Writes what the shipped packages need at run time, by the lockfile, as CycloneDX 1.6. Needs no network. Returns it. */
export function writeBillOfMaterials(file) {
  const filters = shipped.flatMap((name) => ['--filter', name]);
  const format = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6', '--sbom-type', 'application', '--prod'];
  const code = run('npx', ['--yes', `pnpm@${pnpmVersion}`, ...filters, 'sbom', ...format, '--out', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (code !== 0) throw new Error('pnpm wrote no bill of materials');
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Components whose licence is not accepted, or not known. */
export function foreignLicences({ components }) {
  return components.flatMap(({ name, version, licenses = [] }) => {
    const told = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression);
    const read = readInFile.get(`${name}@${version}`);
    const ids = told.length === 0 && read !== undefined ? [read] : told;
    return ids.length > 0 && ids.every((id) => acceptedLicences.has(id)) ? [] : [`${name}@${version}: ${ids.join(', ') || 'none told'}`];
  });
}
