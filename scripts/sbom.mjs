// `npm run sbom`: writes sbom.cdx.json, the bill of materials of what a host runs, and refuses a licence that nobody has accepted.
import { join } from 'node:path';
import { foreignLicences, writeBillOfMaterials } from './bill-of-materials.mjs';
import { install, root } from './bootstrap.mjs';

install();
const file = join(root, 'sbom.cdx.json');
const bill = writeBillOfMaterials(file);
const foreign = foreignLicences(bill);
for (const each of foreign) console.error(`licence not accepted: ${each}`);
console.log(`${file}: ${bill.components.length} components, ${foreign.length} with a licence that is not accepted`);
if (foreign.length > 0) process.exit(1);
