import { createClientAsync } from 'soap';
import { tokenStatusPath } from '@collect-payment/protocol';
// @ts-expect-error the package has no types
import strongSoap from 'strong-soap';
import { describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { account, control, launchToken, runningSandbox, type Json } from './signed-on.ts';

const credentials = (tokenID: string, password = account.securityKey) => ({
  tokenID,
  accountID: account.accountId,
  alias: account.ssoAlias,
  password,
});
const ports = [
  ['SOAP 1.1', 'SSOServiceSoap'],
  ['SOAP 1.2', 'SSOServiceSoap12'],
] as const;
type Port = (typeof ports)[number][1];

type Call = (operation: string, args: object) => Promise<Json>;
type Method = (args: object, done: (error: Error | null, result: Json) => void) => void;
type Methods = Readonly<Record<'SSOService', Readonly<Record<Port, Readonly<Record<string, Method>>>>>>;

function caller(client: Methods, port: Port): Call {
  return (operation, args) =>
    new Promise((resolve, reject) => {
      client.SSOService[port][operation]?.(args, (error, result) =>
        error === null || error === undefined ? resolve(result) : reject(error),
      );
    });
}

async function bySoap(sandbox: RunningSandbox, port: Port): Promise<Call> {
  const options = { forceSoap12Headers: port === 'SSOServiceSoap12' };
  return caller((await createClientAsync(`${sandbox.url}${tokenStatusPath}?wsdl`, options)) as unknown as Methods, port);
}

async function byStrongSoap(sandbox: RunningSandbox, port: Port): Promise<Call> {
  const { soap } = strongSoap as {
    soap: { createClient(url: string, options: object, done: (error: Error | null, client: Methods) => void): void };
  };
  const options = { forceSoap12Headers: port === 'SSOServiceSoap12' };
  const client = await new Promise<Methods>((resolve, reject) => {
    soap.createClient(`${sandbox.url}${tokenStatusPath}?WSDL`, options, (error, made) =>
      error === null || error === undefined ? resolve(made) : reject(error),
    );
  });
  return caller(client, port);
}

describe.each([
  ['soap', bySoap],
  ['strong-soap', byStrongSoap],
] as const)('the npm package %s as client', (_, connect) => {
  test.each(ports)('takes the WSDL and calls by %s', async (__, port) => {
    const sandbox = await runningSandbox();
    const token = await launchToken(sandbox);
    const call = await connect(sandbox, port);
    expect(await call('GetSSOTokenStatus', credentials(token))).toMatchObject({ GetSSOTokenStatusResult: 'NEW' });
    const { json: paid } = await control(sandbox, 'POST', `tokens/${token}/pay`);
    expect(await call('GetSSOTokenStatus', credentials(token))).toMatchObject({ GetSSOTokenStatusResult: 'USED' });
    const details = {
      TransactionID: paid['transactionId'],
      TransactionStatus: 'C',
      ResponseCode: '000',
      TenderType: 'CreditCard',
      TenderInfo: '1111',
    };
    expect(await call('GetTransactionDetails', credentials(token))).toMatchObject({ GetTransactionDetailsResult: details });
    const byId = { ...credentials(token), transactionID: paid['transactionId'] };
    expect(await call('GetTransactionDetailsByTransactionID', byId)).toMatchObject({ GetTransactionDetailsByTransactionIDResult: details });
  });

  test.each(ports)('sees a fault by %s', async (__, port) => {
    const sandbox = await runningSandbox();
    const call = await connect(sandbox, port);
    await expect(call('GetSSOTokenStatus', credentials(await launchToken(sandbox), 'wrong'))).rejects.toThrow(
      /Invalid AccountID or Password/,
    );
    await expect(call('GetTransactionDetails', credentials('unknown'))).rejects.toThrow(/The token is unknown/);
  });
});
