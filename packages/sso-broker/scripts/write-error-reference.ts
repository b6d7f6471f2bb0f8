import { writeFile } from 'node:fs/promises';
import { writeErrorReference } from '../src/error-reference.ts';

await writeFile(new URL('../../../docs/errors.md', import.meta.url), writeErrorReference());
