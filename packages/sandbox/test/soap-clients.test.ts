import { tokenStatusPath } from '@collect-payment/protocol';
import { describe, expect, test } from 'vitest';
import { account, control, launchToken, runningSandbox } from './signed-on.ts';
import { soapClients, soapVersions, type CalledService } from './soap-callers.ts';

const service: CalledService = { path: tokenStatusPath, name: 'SSOService' };
const credentials = (tokenID: string, password = account.securityKey) => ({
  tokenID,
  accountID: account.accountId,
  alias: account.ssoAlias,
  password,
});

describe.each(soapClients)('the npm package %s as client', (_, connect) => {
  test.each(soapVersions)('takes the WSDL and calls by SOAP %s', async (version) => {
    const sandbox = await runningSandbox();
    const token = await launchToken(sandbox);
    const call = await connect(sandbox, service, version);
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

  test.each(soapVersions)('sees a fault by SOAP %s', async (version) => {
    const sandbox = await runningSandbox();
    const call = await connect(sandbox, service, version);
    await expect(call('GetSSOTokenStatus', credentials(await launchToken(sandbox), 'wrong'))).rejects.toThrow(
      /Invalid AccountID or Password/,
    );
    await expect(call('GetTransactionDetails', credentials('unknown'))).rejects.toThrow(/The token is unknown/);
  });
});
