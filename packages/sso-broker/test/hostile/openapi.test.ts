import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { tell } from '../../../../scripts/tried/tried.ts';
import { startTestBroker } from '../support/broker.ts';

const rules = {
  // A landing address and a licence text are the operator's to give; a broker's own address is where it was asked.
  'no-empty-servers': 'off',
  'info-license-strict': 'off',
  // What everybody may call has no refusal of its own.
  'operation-4xx-response': 'error',
  'operation-operationId': 'error',
} as const;

test(
  'the description that a running broker gives of itself is valid OpenAPI, with nothing left unsaid',
  { timeout: 60_000 },
  async (context) => {
    const { client } = await startTestBroker('http://127.0.0.1:9');
    const { body } = await client.call<{ paths: object }>('/openapi.json', { key: '' });
    const config = await createConfig({ extends: ['recommended'], rules, telemetry: 'off' });
    const problems = await lintFromString({ source: JSON.stringify(body, undefined, 1), absoluteRef: 'openapi.json', config });
    const told = problems.map(
      ({ severity, ruleId, message, location }) => `${severity} ${ruleId}: ${message} at ${location[0]?.pointer ?? ''}`,
    );
    expect(told).toEqual([]);
    tell(context, 'OpenAPI', Object.keys(body.paths).length, 'paths linted: 0 problems');
  },
);
