import { ProtocolError } from '../errors.ts';
import { decodeNvp, nvpFormOf } from '../nvp/decode.ts';
import type { NvpFields } from '../nvp/fields.ts';

/** What InstaMed says of a void or a refund, normalised: an empty value or a lone space is absent. Texts are not kept: nobody decides on them. */
export type ReversalAnswer =
  | {
      readonly type: 'answered';
      /** Three digits. */
      readonly responseCode: string;
      /** Of the void or refund itself, not of the payment (instamed-protocol.md §3.5). */
      readonly transactionStatus: string;
      /** The payment; 32 hexadecimal digits, in the case sent. */
      readonly primaryTransactionId?: string;
      /** The payment's status: `V` once it is voided. */
      readonly primaryTransactionStatus?: string;
      /** The refund's own id. */
      readonly transactionId?: string;
    }
  /** The general error (§3.1). It does not say whether anything was done before it. */
  | { readonly type: 'error'; readonly errorCode: string | undefined };

/**
 * Reads the answer to Void or SimpleRefund, escaped or printed plain as in the documentation.
 *
 * ERR_REVERSAL_UNRECOGNISED for pairs that are no such answer; ERR_REVERSAL_FIELD when a field that decides is missing or malformed
 * (responseCode, transactionStatus, the ids, primaryTransactionStatus), which is also how a cut body shows; and the codes of `decodeNvp`.
 */
export function readReversalResponse(body: string | Uint8Array): ReversalAnswer {
  const fields = decodeNvp(body, { form: nvpFormOf(body) });
  const errorCode = read(fields, 'errorCode');
  if (errorCode !== undefined || read(fields, 'errorMessage') !== undefined) return { type: 'error', errorCode };
  if (!fields.has('responseCode') && !fields.has('transactionStatus')) throw new ProtocolError('ERR_REVERSAL_UNRECOGNISED', {});
  const primaryTransactionId = readField(fields, 'primaryTransactionID', transactionIdForm);
  const primaryTransactionStatus = readField(fields, 'primaryTransactionStatus', statusForm);
  const transactionId = readField(fields, 'transactionID', transactionIdForm);
  return {
    type: 'answered',
    responseCode: readField(fields, 'responseCode', /^[0-9]{3}$/) ?? refuse('responseCode'),
    transactionStatus: readField(fields, 'transactionStatus', statusForm) ?? refuse('transactionStatus'),
    ...(primaryTransactionId !== undefined && { primaryTransactionId }),
    ...(primaryTransactionStatus !== undefined && { primaryTransactionStatus }),
    ...(transactionId !== undefined && { transactionId }),
  };
}

const transactionIdForm = /^[0-9A-Fa-f]{32}$/;
const statusForm = /^[A-Za-z]{1,4}$/;

function read(fields: NvpFields, name: string): string | undefined {
  return fields.get(name)?.trim() || undefined;
}

function readField(fields: NvpFields, name: string, form: RegExp): string | undefined {
  const text = read(fields, name);
  return text === undefined || form.test(text) ? text : refuse(name);
}

function refuse(field: string): never {
  throw new ProtocolError('ERR_REVERSAL_FIELD', { field });
}
