import type { Payment, Receipt } from '@collect-payment/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { dollars, type Account } from './accounts.ts';
import { BrokerRefusal, listPayments, openReceiptPage, readPayment, readReceipt, reversePayment, type BrokerConnection } from './broker.ts';

export interface PaymentDesk {
  readonly connection: () => BrokerConnection;
  readonly accountOf: (sessionId: string) => Account | undefined;
}

interface Search {
  readonly text: string;
  readonly status?: Payment['status'];
}

interface Wish {
  readonly key: string;
  readonly reason: string;
  readonly amount?: string;
  /** On InstaMed's own page, in the place of a call. */
  readonly by?: 'screen';
}

/** The clerk at this desk. */
const clerk = 'mlopez';

/** A search is a POST: no name stands in an address. */
const searchBody = {
  type: 'object',
  additionalProperties: false,
  required: ['text'],
  properties: {
    text: { type: 'string', maxLength: 100 },
    status: { enum: ['captured', 'voided', 'partially_refunded', 'refunded', 'returned', 'charged_back'] },
  },
} as const;
const wishBody = {
  type: 'object',
  additionalProperties: false,
  required: ['key', 'reason'],
  properties: {
    // Made when the form is opened: sent twice, it is one wish.
    key: { type: 'string', pattern: '^[0-9a-f-]{36}$' },
    reason: { type: 'string', minLength: 1, maxLength: 200 },
    amount: { type: 'string', pattern: '^[0-9]{1,7}\\.[0-9]{2}$' },
    by: { const: 'screen' },
  },
} as const;

type ById = { Params: { id: string } };

/** What the front desk does with payments: it finds them by what the clinic knows, and by nothing that the broker would have to tell. */
export function servePayments(app: FastifyInstance, { connection, accountOf }: PaymentDesk): void {
  app.post<{ Body: Search }>('/api/payments/search', { schema: { body: searchBody } }, async ({ body: { text, status } }) => {
    const payments = await listPayments(connection(), status);
    return payments.map((payment) => rowOf(payment, accountOf(payment.sessionId))).filter((row) => matches(row, text));
  });
  app.get<ById>('/api/payments/:id', async ({ params: { id } }, reply) =>
    answer(reply, async () => {
      const payment = await readPayment(connection(), id);
      const atInstaMed = payment.reversals.some(({ by, endedAt }) => by === 'screen' && endedAt === undefined);
      return { ...rowOf(payment, accountOf(payment.sessionId)), timeline: timelineOf(payment), atInstaMed };
    }),
  );
  app.get<ById>('/api/payments/:id/receipt', async ({ params: { id } }, reply) =>
    answer(reply, async () => {
      const { sessionId } = await readPayment(connection(), id);
      return linesOf(await readReceipt(connection(), sessionId));
    }),
  );
  for (const what of ['void', 'refund'] as const)
    app.post<ById & { Body: Wish }>(`/api/payments/:id/${what}`, { schema: { body: wishBody } }, async ({ params, body }, reply) =>
      answer(reply, async () => {
        const { key, reason, amount, by } = body;
        const asked = {
          reason,
          requestedBy: clerk,
          ...(by && { by }),
          ...(amount !== undefined && { amount: { value: amount, currency: 'USD' as const } }),
        };
        const { reversal, screen } = await reversePayment(connection(), params.id, what, asked, key);
        return { status: reversal.status, ...(screen && { page: screen.url }) };
      }),
    );
  app.post<ById>('/api/payments/:id/receipt-page', async ({ params: { id } }, reply) =>
    answer(reply, async () => ({ page: (await openReceiptPage(connection(), id, clerk)).url })),
  );
}

/** What the broker refuses is told to the page by its code. */
async function answer(reply: FastifyReply, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BrokerRefusal)) throw error;
    return reply.code(409).send({ refused: error.code });
  }
}

function rowOf({ transactionId, status, takenAt, capturedAmount, refundableAmount }: Payment, account: Account | undefined) {
  const whose = account === undefined ? {} : { name: `${account.firstName} ${account.lastName}`, patientId: account.patientId };
  return {
    id: transactionId,
    ...whose,
    invoice: account?.invoice,
    status,
    takenAt,
    amount: capturedAmount.value,
    refundable: refundableAmount.value,
  };
}

function matches({ name = '', patientId = '', invoice = '' }: ReturnType<typeof rowOf>, text: string): boolean {
  const sought = text.trim().toLowerCase();
  return [name, patientId, invoice].some((known) => known.toLowerCase().includes(sought));
}

/** What happened to the payment, in its order. */
function timelineOf({ takenAt, capturedAmount, reversals, reports }: Payment) {
  const taken = { at: takenAt, what: 'Paid', amount: capturedAmount.value };
  const asked = reversals.map(({ type, status, amount, refundedAmount = amount, requestedAt, endedAt, by, reason }) => ({
    at: requestedAt,
    what: `${type === 'void' ? 'Void' : 'Refund'}, ${by === 'screen' && endedAt === undefined ? 'open at InstaMed' : status}`,
    amount: refundedAmount.value,
    ...(reason !== undefined && { reason }),
  }));
  const told = reports.map(({ type, reportedAt }) => ({ at: reportedAt, what: `InstaMed reports: ${type.replaceAll('_', ' ')}` }));
  return [taken, ...[...asked, ...told].toSorted((one, other) => one.at.localeCompare(other.at))];
}

/** The lines of a receipt that is printed again. */
function linesOf({
  transactionId,
  approvedAmount,
  requestedAmount,
  transactionDate,
  card,
  authorizationNumber,
  patientName,
  invoice,
}: Receipt) {
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Patient', patientName],
    ['Invoice', invoice],
    ['Amount', `$${approvedAmount?.value ?? dollars(Math.round(Number(requestedAmount.value) * 100))}`],
    ['Date', transactionDate],
    ['Card', card === undefined ? undefined : `${card.brand ?? 'Card'} ending in ${card.lastFour ?? '····'}`],
    ['Authorization', authorizationNumber],
    ['Transaction', transactionId],
  ];
  return lines.filter(([, value]) => value !== undefined);
}
