import type { Bystander } from './toxic-proxy.ts';

/** One call of the token status service, as it went by. */
export interface Poll {
  readonly broker: string;
  readonly token: string;
  readonly startedAtMs: number;
  /** Undefined while it is under way, and when its connection ended without an answer. */
  answeredAtMs: number | undefined;
}

const tokenElement = /<tokenID>([^<]+)<\/tokenID>/;
/** A request comes in one piece or two, and is smaller than this. */
const keptLength = 4_096;

/** The polls of one broker, read off its connections to InstaMed. */
export class PollLog implements Bystander {
  readonly polls: Poll[] = [];
  readonly #broker: string;
  readonly #texts = new Map<number, string>();
  readonly #underWay = new Map<number, Poll>();

  constructor(broker: string) {
    this.#broker = broker;
  }

  there(connection: number, bytes: Buffer): void {
    const text = `${this.#texts.get(connection) ?? ''}${bytes.toString('latin1')}`.slice(-keptLength);
    const token = tokenElement.exec(text)?.[1];
    this.#texts.set(connection, token === undefined ? text : '');
    if (token === undefined) return;
    const poll: Poll = { broker: this.#broker, token, startedAtMs: performance.now(), answeredAtMs: undefined };
    this.polls.push(poll);
    this.#underWay.set(connection, poll);
  }

  back(connection: number): void {
    const poll = this.#underWay.get(connection);
    if (poll !== undefined) poll.answeredAtMs ??= performance.now();
    this.#underWay.delete(connection);
  }

  ended(connection: number): void {
    this.#texts.delete(connection);
    this.#underWay.delete(connection);
  }
}

/** Of each token, how often one broker asked within half an interval after another had been answered: both were at it. */
export function countDuplicates(polls: readonly Poll[], intervalMs: number): ReadonlyMap<string, number> {
  const byToken = Map.groupBy(
    polls.toSorted((one, other) => one.startedAtMs - other.startedAtMs),
    ({ token }) => token,
  );
  return new Map(
    [...byToken].map(([token, ofToken]) => [
      token,
      ofToken.filter((poll, index) => {
        const before = ofToken[index - 1];
        return (
          before?.answeredAtMs !== undefined && before.broker !== poll.broker && poll.startedAtMs < before.answeredAtMs + intervalMs / 2
        );
      }).length,
    ]),
  );
}
