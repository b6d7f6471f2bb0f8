import { expect, test } from 'vitest';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import { Secret } from '../configuration/secret.ts';
import { requestReversal } from './request-reversal.ts';
import type { UpstreamRequest } from './upstream.ts';

const account = {
  receiptUrl: 'https://instamed.example/nvp',
  paymentServiceUrl: 'https://instamed.example/soap',
  soapVersion: '1.1',
  apiUser: 'clinic@riverside.example',
  apiUserForm: 'full',
  apiPassword: new Secret('api-password'),
} as InstaMedAccount;
const order = {
  tenantId: 'clinic',
  outlet: { merchantId: '1', storeId: '001', terminalId: '002' },
  transactionId: 'a'.repeat(32),
  cents: 12_500,
} as const;

test.each([
  ['nvp', 'card', 'void', account.receiptUrl, 'Void'],
  ['nvp', 'card', 'refund', account.receiptUrl, 'SimpleRefund'],
  ['soap', 'card', 'void', account.paymentServiceUrl, 'DoCreditCardSecondaryVoid'],
  ['soap', 'card', 'refund', account.paymentServiceUrl, 'DoCreditCardSimpleRefund'],
  ['nvp', 'check', 'void', account.paymentServiceUrl, 'DoECheckVoidByTransactionID'],
  ['soap', 'check', 'void', account.paymentServiceUrl, 'DoECheckVoidByTransactionID'],
] as const)('by %s a %s payment’s %s is asked for at %s as %s', async (reversalChannel, tender, type, url, operation) => {
  const sent: UpstreamRequest[] = [];
  const post = async (request: UpstreamRequest) => {
    sent.push(request);
    return { type: 'unavailable', reason: 'timeout' } as const;
  };
  await requestReversal({ post }, { ...account, reversalChannel }, { ...order, tender, type });
  expect(sent).toMatchObject([{ url, body: expect.stringContaining(operation), headers: { authorization: /^Basic / } }]);
});
