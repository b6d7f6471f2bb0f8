import { resolve } from 'node:path';
import type { PostgresSettings } from '../storage/postgres/postgres-settings.ts';
import { isLoopback } from './addresses.ts';
import type { DatabaseSettings } from './configuration.ts';
import type { DatabaseFile, PostgresFile } from './database-file.ts';
import type { Problems } from './problems.ts';
import { Secret } from './secret.ts';
import { readSecret, type SecretSource } from './secret-references.ts';
import { defaultBallastBytes } from './sqlite-file.ts';

const field = 'database/postgres';
const defaultPort = 5432;
const defaultConnections = 10;

/** A path becomes a SQLite file beside the configuration; a PostgreSQL URL is taken apart, and its password kept as a secret. */
export function readDatabaseSettings(problems: Problems, file: DatabaseFile, source: SecretSource): DatabaseSettings {
  if (typeof file !== 'string' && 'postgres' in file)
    return { type: 'postgres', settings: readPostgresSettings(problems, file.postgres, source) };
  const { path, ballastBytes = defaultBallastBytes } = typeof file === 'string' ? { path: file } : file.sqlite;
  problems.refuse(
    /^:memory:$|^file:/.test(path),
    typeof file === 'string' ? 'database' : 'database/sqlite/path',
    'is not the path of a file',
  );
  return { type: 'sqlite', path: resolve(source.directory, path), ballastBytes };
}

function readPostgresSettings(problems: Problems, file: PostgresFile, source: SecretSource): PostgresSettings {
  const authority = file.certificateAuthority && readSecret(problems, `${field}/certificateAuthority`, file.certificateAuthority, source);
  const text = readSecret(problems, `${field}/url`, file.url, source)?.reveal() ?? '';
  const url = URL.parse(text);
  const part = (encoded: string) =>
    problems.attempt(`${field}/url`, 'is not percent-encoded as a URL is', () => decodeURIComponent(encoded));
  if (text !== '') checkPostgresUrl(problems, url);
  return {
    host: (url?.hostname ?? '').replace(/^\[|\]$/g, ''),
    port: Number(url?.port === '' ? defaultPort : url?.port),
    database: part(url?.pathname.slice(1) ?? ''),
    user: part(url?.username ?? ''),
    password: new Secret(part(url?.password ?? '')),
    tls: url?.searchParams.get('sslmode') === 'verify-full' ? { certificateAuthority: authority?.reveal() } : undefined,
    connections: file.connections ?? defaultConnections,
  };
}

/** Patients' names and live tokens travel there: to another machine only encrypted, and to the server whose name was checked. */
function checkPostgresUrl(problems: Problems, url: URL | null): void {
  const name = `${field}/url`;
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) return problems.add(name, 'is not a postgres:// URL');
  problems.refuse(url.hostname === '', name, 'must name a host');
  problems.refuse(url.username === '', name, 'must name a user');
  problems.refuse(!/^\/[^/]+$/.test(url.pathname), name, 'must name a database');
  const mode = url.searchParams.get('sslmode');
  problems.refuse(mode !== 'verify-full' && !isLoopback(url.hostname), name, 'must have sslmode=verify-full, or a loopback host');
  problems.refuse(mode !== null && !['verify-full', 'disable'].includes(mode), name, 'must have no sslmode but verify-full or disable');
  problems.refuse(
    [...url.searchParams.keys()].some((key) => key !== 'sslmode'),
    name,
    'must have no parameter but sslmode',
  );
}
