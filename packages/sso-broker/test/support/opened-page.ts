import { expect } from 'vitest';
import type { BrokerChoices } from './broker-json.ts';
import { paid } from './paid-payment.ts';

/** Of a void or refund that is over: what became of it. */
const patience = { timeout: 120_000 };

/** A payment of 125.00, and a clerk who has InstaMed's page to void it, or to refund 50.00 of it, before him. */
export async function openedPage(what: 'void' | 'refund', choices: BrokerChoices = {}, asked: object = {}) {
  const payment = await paid(choices);
  const amount = what === 'refund' ? { amount: { value: '50.00', currency: 'USD' } } : {};
  const answer = await payment.post(what, { by: 'screen', requestedBy: 'clerk-7', ...amount, ...asked });
  const url = new URL(answer.body.screen?.url ?? 'http://no-page.invalid');
  const token = url.searchParams.get('token') ?? '';
  const press = (action: 'void' | 'refund' | 'cancel') =>
    fetch(url.origin + url.pathname, { method: 'POST', body: new URLSearchParams({ token, action }) });
  /** It, once it has come to an end. */
  const ended = async () => {
    await expect.poll(async () => (await payment.read()).reversals[0]?.endedAt, patience).toBeDefined();
    return (await payment.read()).reversals[0];
  };
  return { ...payment, answer, url, token, press, ended };
}
