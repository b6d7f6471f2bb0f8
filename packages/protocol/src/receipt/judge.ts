import { asciiLowerCase } from '../characters.ts';
import { decodeCents } from '../money.ts';
import { isLater } from './later.ts';
import type { InstaMedReceipt } from './receipt.ts';

/** `unknown` is doubt: keep looking, and tell a person. */
export type ReceiptVerdict =
  | {
      readonly type: 'approved' | 'partially_approved';
      readonly approvedCents: number;
      readonly source: 'partialApprovalAmount' | 'responseMessage' | 'requested';
    }
  | { readonly type: 'declined' | 'voided' | 'canceled' | 'returned' | 'unknown' };

const partialApprovalCode = '010';

/**
 * Says what became of the money. The status decides (instamed-protocol.md §3.8, and the documentation insists on it); texts never do.
 *
 * The amount of an approval: `partialApprovalAmount`, else the figure in the message of response code 010 (inferred), else what was
 * requested. A part as large as the whole is a full approval. Doubt about the amount is `unknown`, since money misreported is worse than
 * money reported late: a part larger than requested, and a code 010 that names no amount. A part of zero counts as not sent.
 *
 * A payment whose primary transaction is V was voided, whatever its own status says. A receipt of a later transaction, such as a refund, says
 * nothing of what was taken: `unknown`.
 */
export function judgeReceipt(receipt: InstaMedReceipt, requestedCents: number): ReceiptVerdict {
  if (asciiLowerCase(receipt.primaryTransactionStatus ?? '') === 'v') return { type: 'voided' };
  if (isLater(receipt)) return { type: 'unknown' };
  switch (asciiLowerCase(receipt.transactionStatus)) {
    case 'c':
    case 'a':
    case 's':
      return judgeApproval(receipt, requestedCents);
    case 'd':
      return { type: 'declined' };
    case 'v':
      return { type: 'voided' };
    case 'x':
      return { type: 'canceled' };
    case 'cb':
    case 'ri':
    case 'se':
      return { type: 'returned' };
    // `O` among them: a card was saved, which says nothing of the money that was asked for.
    default:
      return { type: 'unknown' };
  }
}

function judgeApproval(receipt: InstaMedReceipt, requestedCents: number): ReceiptVerdict {
  const { partialApprovalCents, responseCode, responseMessage = '' } = receipt;
  if (partialApprovalCents) return weigh(partialApprovalCents, requestedCents, 'partialApprovalAmount');
  if (responseCode !== partialApprovalCode) return { type: 'approved', approvedCents: requestedCents, source: 'requested' };
  const figure = readFigure(responseMessage);
  return figure ? weigh(figure, requestedCents, 'responseMessage') : { type: 'unknown' };
}

function weigh(approvedCents: number, requestedCents: number, source: 'partialApprovalAmount' | 'responseMessage'): ReceiptVerdict {
  if (approvedCents > requestedCents) return { type: 'unknown' };
  return { type: approvedCents === requestedCents ? 'approved' : 'partially_approved', approvedCents, source };
}

/** Cents of the one dollar figure in a text such as "Partially Approved $1,234.00"; undefined when there is none, or several. */
function readFigure(message: string): number | undefined {
  const [figure, ...others] = message.match(/\$ ?[0-9][0-9.,]*/g) ?? [];
  if (figure === undefined || others.length > 0) return undefined;
  const plain = figure.replace(/[.,]$/, '').replace(/^\$ ?/, '');
  const grouped = /^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$/.test(plain);
  try {
    return decodeCents(grouped ? plain.replaceAll(',', '') : plain);
  } catch {
    return undefined;
  }
}
