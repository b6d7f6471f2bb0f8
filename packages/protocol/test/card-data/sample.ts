import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (name: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/nvp', `${name}.json`), 'utf8')) as Record<string, string>;

/** `encryptedEMVData` and `emvResponse` of InstaMed's documented sale. */
export const sampleRead = read('emv-sale-request')['encryptedEMVData'] ?? '';
export const sampleResponse = read('emv-sale-response')['emvResponse'] ?? '';
