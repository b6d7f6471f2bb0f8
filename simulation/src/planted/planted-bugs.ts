import type { PlantedBug } from './planted-bug.ts';
import { reversalBugs } from './reversal-bugs.ts';
import { saleBugs } from './sale-bugs.ts';
import { webhookBugs } from './webhook-bugs.ts';

const session = (file: string) => `sso-broker/src/session/${file}`;
const engine = (file: string) => `sso-broker/src/engine/${file}`;
const sqlite = (file: string) => `sso-broker/src/storage/sqlite/${file}`;
const sharedEffects = '../simulation/src/broker/shared-effects.ts';

const commitOnce = 'const outcome = await this.#commit(commit);';

/** The bugs that this layer can have, in the order of what they break. */
export const plantedBugs: readonly PlantedBug[] = [
  // Storing
  {
    name: 'a decision on an overtaken session is stored',
    file: sqlite('sqlite-store.ts'),
    find: "if (this.#statements.findSequence.get(id)?.['sequence'] !== from.sequence) return 'conflict';",
    put: '',
    disk: 'sqlite',
  },
  {
    name: 'a decision is stored, and who made it is not',
    file: engine('runner.ts'),
    find: '...(audit && { audit }),',
    put: '',
  },
  {
    name: 'work is struck off before it is done',
    file: engine('runner.ts'),
    find: 'await this.apply(session, await this.#eventOf(session, effect), claimed);',
    put: `await this.#dependencies.store.commit({ from: session, to: session, effects: [], performed: claimed });
    await this.apply(session, await this.#eventOf(session, effect), claimed);`,
  },
  {
    name: 'decision and effects are two transactions',
    file: engine('runner.ts'),
    find: commitOnce,
    put: `const outcome = await this.#dependencies.store.commit({ ...commit, effects: [] });
      if (outcome === 'committed') await this.#dependencies.store.commit({ from: to, to, effects });`,
  },
  {
    name: 'effects are lost when the decision is made again',
    file: engine('runner.ts'),
    find: commitOnce,
    put: commitOnce.replace('(commit)', '({ ...commit, effects: from === session ? effects : [] })'),
  },
  {
    name: 'a conflict counts as stored',
    file: engine('runner.ts'),
    find: "if (outcome === 'committed') {",
    put: "if (outcome !== 'lost') {",
  },
  {
    name: 'listeners are told before the decision is stored',
    file: engine('runner.ts'),
    find: commitOnce,
    put: `if (to !== from) this.#tell(from, to);
      ${commitOnce}`,
  },
  {
    name: 'the poller stops when the store has failed once',
    file: engine('poller.ts'),
    find: 'this.wake(clock.nowMs() + storeRetryMs);',
    put: '',
  },
  {
    name: 'nobody looks for what a commit that was not confirmed has stored',
    file: engine('runner.ts'),
    find: 'this.#wakeFor(commit);\n      throw error;',
    put: 'throw error;',
    disk: 'simulated',
  },
  {
    name: 'a repeated creation makes another session',
    file: engine('create-engine.ts'),
    find: 'await store.create(session, effects, idempotencyKey, guard, auditOfCreation(origin))',
    put: 'await store.create(session, effects, undefined, guard, auditOfCreation(origin))',
  },
  {
    name: 'the list of changes skips a session between two pages',
    file: sqlite('sqlite-store.ts'),
    find: "page.at(-1)?.['change_position']",
    put: "rows.at(-1)?.['change_position']",
    disk: 'sqlite',
  },
  {
    name: 'a change does not move a session to the end of the list',
    file: sqlite('statements.ts'),
    find: 'change_position = :changePosition, document = :document\n',
    put: 'change_position = max(change_position, :changePosition - :changePosition), document = :document\n',
    disk: 'sqlite',
  },
  // Sharing the store: the rules that PostgreSQL's statements state, as the simulated database keeps them
  {
    name: 'whoever was overtaken strikes off work all the same',
    file: sharedEffects,
    find: 'if (row.id === effectId && row.epoch === epoch) return',
    put: 'if (row.id === effectId && row.epoch >= epoch) return',
    disk: 'shared',
  },
  {
    name: 'a lease never ends',
    file: sharedEffects,
    find: 'row.leasedUntilMs = databaseNowMs + leaseMs;',
    put: 'row.leasedUntilMs = databaseNowMs + 100_000 * leaseMs;',
    disk: 'shared',
  },
  {
    name: 'a lease is taken without a new epoch',
    file: sharedEffects,
    find: 'row.epoch += 1;',
    put: '',
    disk: 'shared',
  },
  {
    name: 'a lease that runs keeps nobody out',
    file: sharedEffects,
    find: 'leasedUntilMs <= databaseNowMs)',
    put: 'leasedUntilMs > 0)',
    disk: 'shared',
  },
  // Launching
  {
    name: 'the timer that recovers a launch is forgotten',
    file: session('launch-steps.ts'),
    find: "[{ type: 'recoverLaunch', dueAtMs: recoverAtMs }],",
    put: '[],',
  },
  {
    name: 'a launch without an answer is sent again',
    file: engine('launch-session.ts'),
    find: 'const answer = await gateway.launch(wholeTerms(intended.terms), display);',
    put: `let answer = await gateway.launch(wholeTerms(intended.terms), display);
  if (answer.type === 'unavailable') answer = await gateway.launch(wholeTerms(intended.terms), display);`,
  },
  {
    name: 'a launch is sent before its intent is stored',
    file: engine('launch-session.ts'),
    find: 'const intended = await runner.apply(session, requested, undefined, by);\n  const answer = await gateway.launch(wholeTerms(intended.terms), display);',
    put: 'const answer = await gateway.launch(session.terms, display);\n  const intended = await runner.apply(session, requested, undefined, by);',
  },
  {
    name: 'the page of a launch that was given up is opened all the same',
    file: engine('launch-session.ts'),
    find: "if (launch === undefined || launch.url !== url) return { type: 'unavailable', reason: 'timeout' };",
    put: "if (launch === undefined || launch.url !== url) return { type: 'launched', url, display, tokenExpiresAtMs: atMs, opening: 0, reused: false };",
  },
  {
    name: 'every tenant signs on at the first one’s account',
    file: 'sso-broker/src/gateway/instamed-gateway.ts',
    find: 'const account = accounts.get(terms.tenantId);',
    put: 'const account = [...accounts.values()][0];',
  },
  // Looking
  {
    name: 'a status word that is not known ends the polling',
    file: session('token-status-steps.ts'),
    find: 'return pollOn(withWord(session, event.word, event.atMs), watch, event.atMs, session.terms.polling.intervalMs, 0);',
    put: 'return [withWord(session, event.word, event.atMs), []];',
  },
  {
    name: 'EXPIRED is final: one look-up and no more',
    file: session('look-up-steps.ts'),
    find: 'if (answered && isLastLookUp(watch.sinceMs, atMs))',
    put: 'if (answered)',
  },
  {
    name: 'the polls being spent means unpaid',
    file: session('token-status-steps.ts'),
    find: "if (atMs >= watch.expiresAtMs) return startReading(session, watch, 'unknown', atMs);",
    put: `if (atMs >= watch.expiresAtMs) {
    const ended = { ...watch, stage: 'ended', evidence: 'unpaid' } as const;
    if (session.status !== 'open') return [{ ...session, watches: withWatch(session.watches, ended) }, []];
    return [{ ...recordOf(session), watches: withWatch(session.watches, ended), status: 'expired', expiredAtMs: atMs }, []];
  }`,
  },
  {
    name: 'the look-ups end one too early',
    file: session('schedule.ts'),
    find: ', 6 * hourMs, 24 * hourMs]',
    put: ', 6 * hourMs]',
  },
  {
    name: 'a last look-up without an answer means unpaid',
    file: session('look-up-steps.ts'),
    find: 'if (answered && isLastLookUp(watch.sinceMs, atMs))',
    put: 'if (isLastLookUp(watch.sinceMs, atMs))',
  },
  {
    name: 'a used token without a receipt is given up after the first reading',
    file: session('look-up-steps.ts'),
    find: 'const dueAtMs = nextConfirmingAtMs(watch.sinceMs, atMs, attempt, answered, session.terms.polling);',
    put: "const dueAtMs = attempt > 0 ? undefined : atMs;\n  if (dueAtMs === undefined && answered) return [restWith(session, { ...watch, stage: 'ended', evidence: 'unpaid' }, atMs), []];",
  },
  {
    name: 'a canceled page is watched no more',
    file: session('look-up-steps.ts'),
    find: "restWith(session, { stage: 'polling', token, launchedAtMs, expiresAtMs }, atMs),\n    [{ type: 'pollToken', token, dueAtMs, attempt: 0 }],",
    put: "restWith(session, { stage: 'ended', evidence: 'unpaid', token, launchedAtMs, expiresAtMs }, dueAtMs && atMs),\n    [],",
  },
  // Judging
  {
    name: 'coming back to the confirm URL counts as paid',
    file: engine('create-engine.ts'),
    find: 'if (await store.bringForward(sessionId, clock.nowMs(), gapMs))',
    put: `const seen = await store.load(sessionId);
    if (seen?.status === 'open') {
      const receipt = { transactionId: '0'.repeat(32), transactionStatus: 'C', tender: 'card', signatureRequired: false } as const;
      await runner.apply(seen, { type: 'receiptRead', token: seen.current.token, attempt: 0, receipt, atMs: clock.nowMs() });
    }
    if (await store.bringForward(sessionId, clock.nowMs(), gapMs))`,
  },
  {
    name: 'the text of a receipt decides',
    file: 'protocol/src/receipt/judge.ts',
    find: "case 'd':\n      return { type: 'declined' };",
    put: "case 'd':\n      return /approved/i.test(receipt.responseMessage ?? '') ? judgeApproval(receipt, requestedCents) : { type: 'declined' };",
  },
  {
    name: 'a status that is not known counts as declined',
    file: 'protocol/src/receipt/judge.ts',
    find: "default:\n      return { type: 'unknown' };",
    put: "default:\n      return { type: 'declined' };",
  },
  {
    name: 'a part approved is reported as the whole',
    file: 'protocol/src/receipt/judge.ts',
    find: "return { type: approvedCents === requestedCents ? 'approved' : 'partially_approved', approvedCents, source };",
    put: "return { type: 'approved', approvedCents: requestedCents, source };",
  },
  {
    name: 'a decline replaces an approval',
    file: session('receipt-steps.ts'),
    find: "case 'launching':\n    case 'approved':\n    case 'partially_approved':\n    case 'saved':\n    case 'declined':",
    put: "case 'approved':\n    case 'partially_approved':\n      return { ...settledRecord(session, watch), ...unpaidState(found, late) };\n    case 'launching':\n    case 'saved':\n    case 'declined':",
  },
  {
    name: 'a second payment is kept to ourselves',
    file: session('receipt-steps.ts'),
    find: 'return known ? kept : { ...kept, notes: [...kept.notes, note] };',
    put: 'return note.atMs > 0 ? kept : session;',
  },
  ...webhookBugs,
  ...reversalBugs,
  ...saleBugs,
];
