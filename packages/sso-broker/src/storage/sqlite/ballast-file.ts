import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StoreLogEntry } from '../store-log.ts';
import type { Ballast } from './ballast.ts';

const chunkBytes = 1024 * 1024;
/** Taken again only when twice the room is free, so that it is not given away again with the next write. */
const roomFactor = 2;

export interface BallastOptions {
  readonly bytes: number;
  readonly log: (entry: StoreLogEntry) => void;
  /** What is free on the disk of a folder, for this user. */
  readonly freeBytes?: (folder: string) => number;
}

/** The room as a file beside the database, on the same disk. */
export class BallastFile implements Ballast {
  readonly #path: string;
  readonly #options: Required<BallastOptions>;
  #isHeld: boolean;

  constructor(databasePath: string, { freeBytes = freeBytesOf, ...options }: BallastOptions) {
    this.#path = `${databasePath}-ballast`;
    this.#options = { ...options, freeBytes };
    this.#isHeld = statSync(this.#path, { throwIfNoEntry: false })?.size === options.bytes;
    if (!this.#isHeld) this.#remove();
    if (!this.reserve()) this.#tell('ballast_missing');
  }

  reserve(): boolean {
    if (this.#isHeld) return true;
    this.#isHeld = this.#hasRoom() && this.#write();
    if (this.#isHeld) this.#tell('ballast_reserved');
    return this.#isHeld;
  }

  release(): boolean {
    if (!this.#isHeld) return false;
    this.#isHeld = false;
    this.#tell('ballast_spent');
    return this.#remove();
  }

  #hasRoom(): boolean {
    return this.#options.freeBytes(dirname(this.#path)) >= roomFactor * this.#options.bytes;
  }

  /** Random bytes, so that no file system makes less of them. */
  #write(): boolean {
    const chunk = randomBytes(Math.min(chunkBytes, this.#options.bytes));
    try {
      const file = openSync(this.#path, 'w', 0o600);
      try {
        for (let left = this.#options.bytes; left > 0;) left -= writeSync(file, chunk, 0, Math.min(left, chunk.length));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      return true;
    } catch {
      // Whatever kept it from being written (a quota, a limit), there is no such room.
      this.#remove();
      return false;
    }
  }

  #remove(): boolean {
    try {
      rmSync(this.#path, { force: true });
      return true;
    } catch {
      return false;
    }
  }

  #tell(type: StoreLogEntry['type']): void {
    this.#options.log({ type, bytes: this.#options.bytes });
  }
}

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
