import type { CreatePaymentSession, ErrorBody, Payment, ReversedPayment } from '@collect-payment/contract';
import { startTestBroker } from './broker.ts';
import type { BrokerChoices } from './broker-json.ts';
import { onScreen, startInstaMed } from './instamed.ts';

/** Of a void or refund. */
export type Answer = ReversedPayment & ErrorBody;

/** A payment of 125.00 that was taken, and calls about it. */
export async function paid(choices: BrokerChoices = {}, pay: object = {}, terms: Partial<CreatePaymentSession> = {}, directory?: string) {
  const instamed = await startInstaMed();
  const broker = await startTestBroker(instamed.url, choices, directory);
  const { client } = broker;
  const session = await client.create(terms);
  const launch = await client.launch(session);
  const events = await client.follow(session);
  await onScreen(instamed, launch, 'pay', pay);
  const { outcome } = await events.until('approved');
  await events.close();
  const transactionId = outcome?.transactionId ?? '';
  const path = `/v1/payments/${transactionId}`;
  const post = (what: 'void' | 'refund', body: object = {}, key = 'k1', headers: object = { 'idempotency-key': key }) =>
    client.call<Answer>(`${path}/${what}`, { body, headers: { ...headers } });
  const codeOf = async (...call: Parameters<typeof post>) => (await post(...call)).body.error.code;
  const read = async () => (await client.call<Payment>(path)).body;
  const reversals = () => instamed.ledger.reversals;
  return { instamed, broker, client, session, transactionId, path, post, codeOf, read, reversals };
}
