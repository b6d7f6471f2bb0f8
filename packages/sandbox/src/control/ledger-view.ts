import type { Ledger } from '../ledger.ts';
import { isTransferred } from '../payment/reversible-payment.ts';
import { deviceOf, launchState, type Launch } from '../launch.ts';

/** Everything the sandbox committed: the oracle for tests. Cents are integers, times ISO 8601. */
export function ledgerView(ledger: Ledger, now: Date) {
  const { launches, refusals, reversals, savedCards } = ledger;
  const all = [...launches.values()];
  return {
    payments: all.flatMap((launch) => paymentsOf(launch, ledger, now)),
    reversals,
    savedCards: [...savedCards.values()],
    tokens: all.map((launch) => ({
      token: launch.token,
      accountId: launch.account.accountId,
      screen: launch.screen,
      sso: launch.sso,
      status: launchState(launch, now),
      polls: launch.polls,
      receiptReads: launch.receiptReads,
      additionalInfo: launch.parameters.additionalInfo ?? {},
      device: deviceOf(launch),
      createdAt: launch.createdAt,
    })),
    refusals,
  };
}

function paymentsOf({ token, account, parameters, transactions }: Launch, ledger: Ledger, now: Date) {
  const { patientId, patientFirstName, patientLastName, additionalInfo = {}, userId } = parameters;
  return transactions.map((transaction) => ({
    token,
    accountId: account.accountId,
    ...transaction,
    fundsTransferred: isTransferred(transaction, ledger, now),
    patientId,
    patientFirstName,
    patientLastName,
    userId,
    additionalInfo,
  }));
}
