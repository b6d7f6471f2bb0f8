export interface ConnectionLimits {
  /** In total. */
  readonly most: number;
  readonly perAddress: number;
}

export type Admission<Connection> =
  /** `givesWay` must be closed for it. */
  | { readonly type: 'admitted'; readonly givesWay: Connection | undefined }
  | { readonly type: 'too_many_of_address' }
  /** Something is under way on every one. */
  | { readonly type: 'full' };

interface Held {
  readonly address: string | undefined;
  underWay: number;
}

/**
 * Which connections there are, and on which of them a request is under way. When there is no room, the one that has had none for longest gives
 * way: one that only sends its headers slowly, or none at all, keeps nobody out.
 */
export class ConnectionBook<Connection> {
  readonly #limits: ConnectionLimits;
  readonly #held = new Map<Connection, Held>();
  /** The longest idle first. */
  readonly #idle = new Set<Connection>();
  readonly #perAddress = new Map<string, number>();

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#held.size;
  }

  /** `address` is what it is counted for, undefined for a proxy's, which brings many callers. */
  admit(connection: Connection, address: string | undefined): Admission<Connection> {
    if (address !== undefined && (this.#perAddress.get(address) ?? 0) >= this.#limits.perAddress) return { type: 'too_many_of_address' };
    let givesWay: Connection | undefined;
    if (this.#held.size >= this.#limits.most) {
      [givesWay] = this.#idle;
      if (givesWay === undefined) return { type: 'full' };
      this.leave(givesWay);
    }
    this.#held.set(connection, { address, underWay: 0 });
    this.#idle.add(connection);
    if (address !== undefined) this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
    return { type: 'admitted', givesWay };
  }

  /** A request has come with all its headers. */
  begin(connection: Connection): void {
    const held = this.#held.get(connection);
    if (held === undefined) return;
    held.underWay += 1;
    this.#idle.delete(connection);
  }

  /** It was answered, or given up. */
  end(connection: Connection): void {
    const held = this.#held.get(connection);
    if (held === undefined) return;
    held.underWay -= 1;
    if (held.underWay === 0) this.#idle.add(connection);
  }

  /** Twice is once. */
  leave(connection: Connection): void {
    const held = this.#held.get(connection);
    if (held === undefined) return;
    this.#held.delete(connection);
    this.#idle.delete(connection);
    if (held.address === undefined) return;
    const left = (this.#perAddress.get(held.address) ?? 0) - 1;
    if (left > 0) this.#perAddress.set(held.address, left);
    else this.#perAddress.delete(held.address);
  }
}
