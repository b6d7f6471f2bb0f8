import type { PlantedBug } from './planted-bug.ts';

const session = (file: string) => `sso-broker/src/session/${file}`;

/** The bugs of taking money back. */
export const reversalBugs: readonly PlantedBug[] = [
  {
    name: 'a void or refund without an answer is sent again',
    file: session('reversal-steps.ts'),
    find: "return reversal?.status === 'sent' ? lookUp(session, reversal, atMs, false) : unchanged(session);",
    put: `if (reversal?.status !== 'sent') return unchanged(session);
  return [
    withReversal(session, { ...termsOf(reversal), status: 'pending', attempt: 1 }),
    [{ type: 'sendReversal', reversalId, attempt: 1, dueAtMs: atMs + 1_000 }],
  ];`,
  },
  {
    name: 'each refund is held against the payment alone, not against the others',
    file: session('judge-reversal.ts'),
    find: 'asked.cents > refundableCents(session, payment)',
    put: 'asked.cents > payment.verdict.approvedCents',
  },
  {
    name: 'the text of a void decides',
    file: 'sso-broker/src/gateway/request-reversal.ts',
    find: 'const judge = order.type ===',
    put: `if (order.type === 'void' && !text.includes('responseMessage=VOIDED'))
    return { type: 'answered', verdict: { type: 'refused', responseCode: '005', fundsTransferred: false } };
  const judge = order.type ===`,
  },
  {
    name: 'a void is believed by its response code, whatever the payment’s status',
    file: 'protocol/src/reversal/judge.ts',
    find: "if (isApproved(answer)) return primary === 'v' ? { type: 'taken' } : doubt;",
    put: "if (answer.responseCode !== '005') return { type: 'taken' };",
  },
  {
    name: 'a refund that no receipt shows counts as failed',
    file: session('reversal-look-up.ts'),
    find: "if (type === 'void' && stands) {",
    put: 'if (stands) {',
  },
  {
    name: 'a refund that a receipt shows is found for each that could be it',
    file: session('reversal-look-up.ts'),
    find: 'if (isKnown || couldBeAnother || isOlder) return undefined;',
    put: 'if (isOlder) return undefined;',
  },
];
