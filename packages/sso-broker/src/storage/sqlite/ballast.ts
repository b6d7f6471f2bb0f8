/**
 * Room on the disk that is kept for the payments under way: when it is full, they are finished in it, and nothing new is begun.
 * Knows nothing of the database; its owner tells it when the disk is full.
 */
export interface Ballast {
  /** Whether the room is held; taken again first when it was given away and there is enough by now. */
  reserve(): boolean;
  /** Gives the room away. False when none was held. */
  release(): boolean;
}

/** For a store that keeps no room, such as one in a test. */
export const noBallast: Ballast = { reserve: () => true, release: () => false };
