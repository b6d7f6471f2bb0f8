import type { SavedCard } from './saved-card.ts';

/** What became of a card that was entered on the save-on-file screen. Nothing of a declined one is kept but what its receipt shows. */
export type Saving = SavedCard &
  (
    | { readonly transactionStatus: 'O'; readonly responseCode: '000' }
    | { readonly transactionStatus: 'D'; readonly responseCode: '005' | '051' }
  );
