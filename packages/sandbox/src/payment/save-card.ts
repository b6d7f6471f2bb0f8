import { launchState, type Launch } from '../launch.ts';
import type { Sandbox } from '../sandbox.ts';
import { readCardEntry, type EnteredPayment, type Problem } from './entry.ts';
import type { Saving } from './saving.ts';

export type SaveResult =
  | { readonly type: 'done'; readonly saving: Saving }
  | { readonly type: 'invalid'; readonly problems: readonly Problem[] }
  | { readonly type: 'ended' };

/** No amount can decide here, so the security code does: one of the sandbox's own rules. */
const declines: Readonly<Record<number, '005' | '051'>> = { 5: '005', 51: '051' };

/** What the submit of the save-on-file screen does, and the control's too: the card goes to the cards on file, and no money moves. A token saves one. */
export function saveCard(launch: Launch, entered: EnteredPayment, { clock, ledger, newUuid, log }: Sandbox): SaveResult {
  const now = clock.now();
  if (launch.saving !== undefined) return { type: 'done', saving: launch.saving };
  if (launchState(launch, now) !== 'new') return { type: 'ended' };
  const reading = readCardEntry(entered, now);
  if (reading.type === 'invalid') return reading;
  const declined = reading.card.entryMode === 'Keyed' ? declines[Number(entered.cvv)] : undefined;
  const saving: Saving = {
    transactionId: newUuid().replaceAll('-', ''),
    accountId: launch.account.accountId,
    card: reading.card,
    authorizationNumber: newUuid().slice(0, 6).toUpperCase(),
    at: now,
    ...(declined === undefined ? { transactionStatus: 'O', responseCode: '000' } : { transactionStatus: 'D', responseCode: declined }),
  };
  launch.saving = saving;
  if (saving.transactionStatus === 'O') {
    const { transactionId, accountId, card, authorizationNumber, at } = saving;
    ledger.savedCards.set(transactionId.toLowerCase(), { transactionId, accountId, card, authorizationNumber, at });
  }
  log.info({ event: 'save_on_file', status: saving.transactionStatus, code: saving.responseCode });
  return { type: 'done', saving };
}
