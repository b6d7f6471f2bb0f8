import type { PaymentSessionStatus } from '@collect-payment/contract';
import type { Note } from '../session/note.ts';
import type { Reversal } from '../session/reversal.ts';
import type { Effect } from '../session/effect.ts';
import type { Unavailable } from './gateway.ts';

/** All that the engine ever logs. Closed, so that no patient, token or amount can slip in. */
export type EngineLogEntry =
  | {
      readonly type: 'status_changed';
      readonly tenantId: string;
      readonly sessionId: string;
      readonly from: PaymentSessionStatus;
      readonly to: PaymentSessionStatus;
      /** The money was found after the session had been reported otherwise. */
      readonly late: boolean;
    }
  /** `attention` means that a person must look. */
  | { readonly type: 'noted'; readonly tenantId: string; readonly sessionId: string; readonly note: Note; readonly attention: boolean }
  | {
      readonly type: 'upstream_unavailable';
      readonly tenantId: string;
      readonly sessionId: string;
      readonly call: 'launch' | 'sell' | 'pollToken' | 'readReceipt' | 'sendReversal' | 'lookUpReversal';
      readonly reason: Unavailable['reason'];
      readonly code?: string;
    }
  /** A void or refund came this far. Its amount is in the store, not in the log. */
  | {
      readonly type: 'reversal_changed';
      readonly tenantId: string;
      readonly sessionId: string;
      readonly reversalId: string;
      readonly reversal: Reversal['type'];
      readonly to: Reversal['status'];
    }
  /** The effect stays stored and is performed again when its lease ends. */
  | { readonly type: 'effect_failed'; readonly sessionId: string; readonly effect: Effect['type']; readonly error: unknown }
  /** The answer came after the effect had been replaced or taken over. It changed nothing: whoever has the effect asks again. */
  | { readonly type: 'claim_lost'; readonly sessionId: string }
  | { readonly type: 'store_failed'; readonly error: unknown };

/** Names and codes of InstaMed's are told; what is longer, or several words, may be anybody's text. */
const codeShape = /^[\w-]{1,64}$/;

const code = (text: string): string => (codeShape.test(text) ? text : '(not a code)');

/** A note as it may be logged: it holds what InstaMed sent. */
export function tellable(note: Note): Note {
  switch (note.code) {
    case 'unknown_token_status':
      return { ...note, word: code(note.word) };
    case 'undecided_receipt':
      return { ...note, transactionId: code(note.transactionId), transactionStatus: code(note.transactionStatus) };
    case 'second_payment':
    case 'paid_after_cancel':
    case 'orphan_payment':
    case 'unmatched_posting':
    case 'reversal_reported':
    case 'reversal_unresolved':
      return { ...note, transactionId: code(note.transactionId) };
    case 'launch_lost':
    case 'receipt_never_found':
    case 'sale_unresolved':
    case 'look_up_never_answered':
    case 'duplicate_allowed':
      return note;
    default:
      return note satisfies never;
  }
}

export type EngineLog = (entry: EngineLogEntry) => void;
