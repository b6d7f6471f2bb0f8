import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreignLicences, writeBillOfMaterials } from './bill-of-materials.mjs';
import { root } from './bootstrap.mjs';
import { tell } from './tried/tried.ts';

interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly object[];
  readonly externalReferences?: readonly { readonly type: string; readonly hashes?: readonly { readonly alg: string }[] }[];
}

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly Component[];
}

/** What CycloneDX's own schema, which the package carries, says against a bill; nothing is fetched. */
const judge = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
const complaintsAbout = async (text: string): Promise<unknown> => (await judge.validate(text)) ?? 'none';

let folder: string;
let bill: Bill;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sbom-'));
  bill = writeBillOfMaterials(join(folder, 'sbom.cdx.json')) as Bill;
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const purlOf = (name: string) => `pkg:npm/${name.replace('@', '%40')}@`;
const dependenciesOf = (name: string) =>
  Object.keys((JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as { dependencies: object }).dependencies);

describe('the bill of materials', () => {
  it('is CycloneDX and has every dependency of what a host runs, and no tool', () => {
    expect([bill.bomFormat, bill.specVersion]).toEqual(['CycloneDX', '1.6']);
    const wanted = ['sso-broker', 'widget', 'verify-page'].flatMap(dependenciesOf);
    expect(wanted).toEqual(expect.arrayContaining(['fastify', 'lit', 'playwright-core', '@collect-payment/protocol']));
    const purls = bill.components.map(({ purl }) => purl);
    expect(wanted.filter((name) => !purls.some((purl) => purl.startsWith(purlOf(name))))).toEqual([]);
    expect(['vitest', 'vite', 'samlify', 'typescript'].filter((name) => purls.some((purl) => purl.startsWith(purlOf(name))))).toEqual([]);
  });

  it('is valid by CycloneDX’s own schema, and would not be with a field of another shape', async (context) => {
    expect(await complaintsAbout(JSON.stringify(bill))).toBe('none');
    const [component, ...others] = bill.components;
    const planted = [
      { ...bill, components: [{ ...component, licenses: [{ license: { id: 'Not-A-Licence' } }] }, ...others] },
      { ...bill, components: [{ ...component, type: 'package' }, ...others] },
      { ...bill, components: [{ ...component, undocumented: 1 }, ...others] },
      { ...bill, components: [component, component, ...others] },
      { ...bill, specVersion: 1.6 },
    ];
    for (const bad of planted) expect(await complaintsAbout(JSON.stringify(bad))).not.toBe('none');
    tell(context, 'bill of materials', bill.components.length, 'components, all as CycloneDX’s schema has them');
  });

  it('has for every foreign package the digest of its archive', () => {
    const foreign = bill.components.filter(({ purl }) => !purl.startsWith(purlOf('@collect-payment/').slice(0, -1)));
    const undigested = foreign.filter(
      ({ externalReferences = [] }) =>
        !externalReferences.some(({ type, hashes }) => type === 'distribution' && hashes?.[0]?.alg === 'SHA-512'),
    );
    expect(foreign.length).toBeGreaterThan(50);
    expect(undigested.map(({ purl }) => purl)).toEqual([]);
  });

  it('has accepted licences only, and tells of any other', () => {
    expect(foreignLicences(bill)).toEqual([]);
    const planted = [
      { name: 'copyleft', version: '1.0.0', licenses: [{ license: { id: 'AGPL-3.0-only' } }] },
      { name: 'either', version: '1.0.0', licenses: [{ expression: 'MIT OR GPL-2.0' }] },
      { name: 'silent', version: '1.0.0' },
      { name: 'fine', version: '1.0.0', licenses: [{ license: { id: 'MIT' } }] },
    ];
    expect(foreignLicences({ components: planted })).toEqual([
      'copyleft@1.0.0: AGPL-3.0-only',
      'either@1.0.0: MIT OR GPL-2.0',
      'silent@1.0.0: none told',
    ]);
  });
});
