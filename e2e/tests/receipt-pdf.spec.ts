import { readFile } from 'node:fs/promises';
import { readPdf } from '../../packages/sso-broker/test/support/read-pdf.ts';
import { expect, test } from '../fixtures/test.ts';

test('a patient saves the receipt as a PDF that says what was paid, and no address has the secret', async ({ portal }) => {
  const addresses: string[] = [];
  portal.page.on('request', (request) => addresses.push(request.url()));
  await portal.open({ screen: 'standard-collect', display: 'embedded' });
  const hosted = await portal.start();
  await hosted.pay();
  await portal.page.getByRole('button', { name: 'Receipt' }).click();
  const saving = portal.page.waitForEvent('download');
  await portal.page.getByRole('button', { name: 'Download PDF' }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe('receipt.pdf');
  const { lines, language } = await readPdf(await readFile(await download.path()));
  expect(language).toBe('en');
  expect(lines.slice(0, 2)).toEqual(['Receipt', 'Paid $125.00']);
  expect(lines).toContainEqual(expect.stringMatching(/ending 1111$/));
  expect(addresses.filter((address) => address.includes('receipt.pdf'))).toHaveLength(1);
  expect(addresses.join('\n')).not.toContain('cs_');
});
