import type { TestProject } from 'vitest/node';
import { startPostgresServer } from '@collect-payment/postgres-server';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server that the tests of one run share; each test makes a database of its own. */
    postgresUrl: string;
    postgresCertificate: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgresServer();
  project.provide('postgresUrl', server.url);
  project.provide('postgresCertificate', server.certificate);
  return () => server.stop();
}
