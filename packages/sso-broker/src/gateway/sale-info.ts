import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { PaymentTerms } from '../session/terms.ts';

/** The host's own fields of a sale: the invoice, and the session's id, by which InstaMed's webhooks and files name it. */
export function saleInfo({ sessionIdField }: InstaMedAccount, { id, invoice }: PaymentTerms): Readonly<Record<string, string>> {
  return { ...(invoice === undefined ? {} : { 1: invoice }), [sessionIdField]: id };
}
