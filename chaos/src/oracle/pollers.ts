import { countDuplicates } from '../proxy/poll-log.ts';
import { sessionIdField } from '../world/instamed.ts';
import type { Evidence, Violation } from './evidence.ts';

/** A lease of 15 s, a look every 2 s, and the longest call. */
const takeoverMs = 20_000;

/**
 * Whether two brokers polled one token: at most once for each takeover. Only of orders that were left alone: a check, a cancel or a
 * webhook of InstaMed's makes any broker look at once.
 */
export function judgePollers({ orders, ledger, polls, pollIntervalMs, takeoversAtMs }: Evidence): {
  readonly duplicates: number;
  readonly violations: readonly Violation[];
} {
  const leftAlone = new Set(orders.filter(({ isLeftAlone }) => isLeftAlone).map(({ sessionId }) => sessionId));
  const tokens = new Set(
    ledger.tokens.filter(({ additionalInfo }) => leftAlone.has(additionalInfo[sessionIdField])).map(({ token }) => token),
  );
  const ofTokens = polls.filter(({ token }) => tokens.has(token));
  const counted = countDuplicates(ofTokens, pollIntervalMs);
  const violations = [...counted].flatMap(([token, duplicates]): readonly Violation[] => {
    const times = ofTokens.filter((poll) => poll.token === token).map(({ startedAtMs }) => startedAtMs);
    const [firstMs, lastMs] = [Math.min(...times), Math.max(...times)];
    const takeovers = takeoversAtMs.filter((atMs) => atMs > firstMs - takeoverMs && atMs < lastMs).length;
    return duplicates <= takeovers
      ? []
      : [{ rule: 'one poller', what: `a token was polled by two brokers ${duplicates} times around ${takeovers} takeovers` }];
  });
  return { duplicates: [...counted.values()].reduce((sum, count) => sum + count, 0), violations };
}
