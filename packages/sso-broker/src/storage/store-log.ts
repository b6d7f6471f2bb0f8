/** What a store has to tell besides its errors. */
export interface StoreLogEntry {
  /**
   * `spent`: the disk is full; payments under way are finished in the room that was kept for them, and no session is created.
   * `missing`: at the start there was no room to keep. `reserved`: there is room again.
   */
  readonly type: 'ballast_spent' | 'ballast_missing' | 'ballast_reserved';
  readonly bytes: number;
}
