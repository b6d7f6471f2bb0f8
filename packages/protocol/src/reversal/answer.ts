import { ProtocolError } from '../errors.ts';
import { decodeNvp, nvpFormOf } from '../nvp/decode.ts';

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
  const errorCode = fields.get('errorCode')?.trim() || undefined;
  if (errorCode !== undefined || (fields.get('errorMessage')?.trim() ?? '') !== '') return { type: 'error', errorCode };
  return readReversalFields((name) => fields.get(name));
}

/** What an answer to a void or refund is judged by, in the names of NVP; SOAP writes each with a capital. */
export type ReversalField = 'responseCode' | 'transactionStatus' | 'primaryTransactionID' | 'primaryTransactionStatus' | 'transactionID';

/** Of either interface. Errors as `readReversalResponse`. */
export function readReversalFields(get: (name: ReversalField) => string | undefined): ReversalAnswer {
  if (get('responseCode') === undefined && get('transactionStatus') === undefined) {
    throw new ProtocolError('ERR_REVERSAL_UNRECOGNISED', {});
  }
  const read = (name: ReversalField, form: RegExp) => readForm(name, get(name)?.trim() || undefined, form);
  const primaryTransactionId = read('primaryTransactionID', transactionIdForm);
  const primaryTransactionStatus = read('primaryTransactionStatus', statusForm);
  const transactionId = read('transactionID', transactionIdForm);
  return {
    type: 'answered',
    responseCode: read('responseCode', /^[0-9]{3}$/) ?? refuse('responseCode'),
    transactionStatus: read('transactionStatus', statusForm) ?? refuse('transactionStatus'),
    ...(primaryTransactionId !== undefined && { primaryTransactionId }),
    ...(primaryTransactionStatus !== undefined && { primaryTransactionStatus }),
    ...(transactionId !== undefined && { transactionId }),
  };
}

const transactionIdForm = /^[0-9A-Fa-f]{32}$/;
const statusForm = /^[A-Za-z]{1,4}$/;

function readForm(name: ReversalField, text: string | undefined, form: RegExp): string | undefined {
  return text === undefined || form.test(text) ? text : refuse(name);
}

function refuse(field: ReversalField): never {
  throw new ProtocolError('ERR_REVERSAL_FIELD', { field });
}
