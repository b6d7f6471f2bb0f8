import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { expect, it } from 'vitest';
import { root } from './bootstrap.mjs';
import { tell } from './tried/tried.ts';
import { trackedFiles } from './tracked-files.mjs';

/** Connection strings and addresses with invented passwords, which tests of the configuration need. */
const invented = new Set([
  'packages/sso-broker/src/configuration/read-configuration.test.ts secretlint-rule-basicauth',
  'packages/sso-broker/test/configuration/production-json.ts secretlint-rule-database-connection-string',
  'packages/sso-broker/src/configuration/read-database-settings.test.ts secretlint-rule-database-connection-string',
]);
const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] };

async function secretsIn(filePath: string, content: string): Promise<readonly string[]> {
  const source = { filePath, content, ext: '', contentType: 'text' as const };
  const { messages } = await lintSource({ source, options: { config, maskSecrets: true } });
  return [...new Set(messages.map(({ ruleId }) => `${filePath} ${ruleId.replace('@secretlint/', '')}`))];
}

it('no file of the project holds a secret', { timeout: 120_000 }, async (context) => {
  const files = trackedFiles().filter((file) => existsSync(join(root, file)));
  const found: string[] = [];
  for (const file of files) found.push(...(await secretsIn(file, readFileSync(join(root, file), 'utf8'))));
  expect(found.filter((each) => !invented.has(each))).toEqual([]);
  expect(files.length).toBeGreaterThan(400);
  tell(context, 'secrets', files.length, 'files searched: 0 with a secret');
});

it('a private key would be found', async () => {
  const key = ['-----BEGIN RSA PRIVATE', ' KEY-----\n', 'MIIEpAIBAAKCAQEA7'.repeat(20), '\n-----END RSA PRIVATE', ' KEY-----\n'].join('');
  expect(await secretsIn('key.pem', key)).toHaveLength(1);
});
