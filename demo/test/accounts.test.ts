import { describe, expect, it } from 'vitest';
import { balanceCents, openAccounts, statement } from '../src/host/accounts.ts';

describe('a clinic account', () => {
  it('owes what was charged', () => {
    expect(balanceCents(openAccounts('A').get('alvarez')!)).toBe(125_00);
  });

  it('owes the rest after a partial payment', () => {
    const account = openAccounts('A').get('obrien')!;
    account.payments.push({ sessionId: 'ps_1', cents: 99_00, at: '2026-11-20T15:00:00.000Z', late: false });
    expect(statement(account)).toMatchObject({ balance: '0.10', payments: [{ amount: '99.00' }] });
  });

  it('has invoices of its own in every batch, so that a new one is never taken for one that was paid', () => {
    const invoices = ['A', 'B'].flatMap((batch) => [...openAccounts(batch).values()].map(({ invoice }) => invoice));
    expect(new Set(invoices).size).toBe(16);
  });

  it('names the patient as written', () => {
    expect(statement(openAccounts('A').get('obrien')!).name).toBe('Seán O\'Brien <&"> 李');
  });
});
