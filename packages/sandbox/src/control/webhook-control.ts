import { Type, type Static } from 'typebox';
import type { Launch } from '../launch.ts';
import type { Sandbox } from '../sandbox.ts';
import { SandboxError } from '../sandbox-error.ts';

/** Body of the webhook control: what the webhook says happened. Without a status the sale is told again. */
export const WebhookControl = Type.Object(
  {
    transactionAction: Type.Optional(Type.Union([Type.Literal('Sale'), Type.Literal('Refund')])),
    statusCode: Type.Optional(Type.String({ pattern: '^[A-Z]{1,4}$' })),
  },
  { additionalProperties: false },
);

/** Sends a webhook about the token's latest transaction: told again, or voided, refunded, returned. The ledger does not change. */
export function postWebhook(
  launch: Launch,
  body: Static<typeof WebhookControl>,
  { webhooks, newUuid }: Sandbox,
): { transactionId: string } {
  const transaction = launch.transactions.at(-1);
  if (transaction === undefined) throw new SandboxError('ERR_SANDBOX_BODY', { param: 'the token has no payment' });
  const { transactionAction = 'Sale', statusCode = transaction.transactionStatus } = body;
  const keepsId = transactionAction === 'Sale' && [transaction.transactionStatus, 'V'].includes(statusCode);
  const transactionId = keepsId ? transaction.transactionId : newUuid().replaceAll('-', '');
  webhooks?.post(launch, transaction, { transactionId, transactionAction, statusCode });
  return { transactionId };
}
