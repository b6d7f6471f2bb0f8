import { BasicAuthSecurity, createClientAsync } from 'soap';
// @ts-expect-error the package has no types
import strongSoap from 'strong-soap';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { account, type Json } from './signed-on.ts';

/** A service as a client of its WSDL sees it. */
export interface CalledService {
  readonly path: string;
  readonly name: string;
  /** Calls as the account's API user. */
  readonly authenticates?: true;
}
export type SoapVersion = '1.1' | '1.2';
export type Call = (operation: string, args: object) => Promise<Json>;

type Method = (args: object, done: (error: Error | null, result: Json) => void) => void;
type Methods = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Method>>>>>>;
interface StrongSoap {
  readonly soap: {
    createClient(url: string, options: object, done: (error: Error | null, client: StrongClient) => void): void;
    readonly BasicAuthSecurity: new (user: string, password: string) => object;
  };
}
type StrongClient = Methods & { setSecurity(security: object): void };

const optionsOf = (version: SoapVersion) => ({ forceSoap12Headers: version === '1.2' });

function caller(client: Methods, { name }: CalledService, version: SoapVersion): Call {
  const port = client[name]?.[version === '1.2' ? `${name}Soap12` : `${name}Soap`];
  return (operation, args) =>
    new Promise((resolve, reject) => {
      port?.[operation]?.(args, (error, result) => (error === null || error === undefined ? resolve(result) : reject(error)));
    });
}

async function bySoap(sandbox: RunningSandbox, service: CalledService, version: SoapVersion): Promise<Call> {
  const client = await createClientAsync(`${sandbox.url}${service.path}?wsdl`, optionsOf(version));
  if (service.authenticates === true) client.setSecurity(new BasicAuthSecurity(account.apiUser, account.apiPassword));
  return caller(client, service, version);
}

async function byStrongSoap(sandbox: RunningSandbox, service: CalledService, version: SoapVersion): Promise<Call> {
  const { soap } = strongSoap as StrongSoap;
  const client = await new Promise<StrongClient>((resolve, reject) => {
    soap.createClient(`${sandbox.url}${service.path}?WSDL`, optionsOf(version), (error, made) =>
      error === null || error === undefined ? resolve(made) : reject(error),
    );
  });
  if (service.authenticates === true) client.setSecurity(new soap.BasicAuthSecurity(account.apiUser, account.apiPassword));
  return caller(client, service, version);
}

/** Independent clients, each by its package's name. */
export const soapClients = [
  ['soap', bySoap],
  ['strong-soap', byStrongSoap],
] as const;
export const soapVersions = ['1.1', '1.2'] as const;
