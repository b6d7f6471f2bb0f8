import { isLoopback } from './addresses.ts';
import type { ConfigurationFile } from './configuration-file.ts';
import type { MetricsSettings } from './configuration.ts';
import type { Problems } from './problems.ts';
import { readSecret, type SecretSource } from './secret-references.ts';
import { checkSecret } from './weak-secrets.ts';

const shortestToken = 16;

/** Off this machine only with a token: how many pay, and when, is nobody else's business. */
export function readMetricsSettings(
  problems: Problems,
  { metrics, listen }: Pick<ConfigurationFile, 'metrics' | 'listen'>,
  source: SecretSource,
): MetricsSettings | undefined {
  if (metrics === undefined) return undefined;
  const { host = '127.0.0.1', port = 4011 } = metrics.listen ?? {};
  const token = metrics.token && readSecret(problems, 'metrics/token', metrics.token, source);
  if (token !== undefined) checkSecret(problems, 'metrics/token', token.reveal(), shortestToken);
  const isHere = isLoopback(host) || host === '::1';
  problems.refuseInProduction(token === undefined && !isHere, 'metrics/token', 'is missing: metrics leave this machine');
  problems.refuse(port !== 0 && port === (listen?.port ?? 4010), 'metrics/listen/port', 'is the port of listen');
  return { listen: { host, port }, token };
}
