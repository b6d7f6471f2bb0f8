import type { PlantedBug } from './planted-bug.ts';

const webhooks = (file: string) => `sso-broker/src/webhooks/${file}`;
const send = 'const answer = await this.#send(';
const commitOnce = 'const outcome = await this.#commit(commit);';
const hinted = "await runner.apply(session, { type: 'paymentHinted', hint, atMs: clock.nowMs() }, undefined, byInstaMed);";

/** The bugs of telling hosts, and of being told by InstaMed. */
export const webhookBugs: readonly PlantedBug[] = [
  {
    name: 'a webhook is stored after the decision that it tells of',
    file: 'sso-broker/src/engine/runner.ts',
    find: commitOnce,
    put: `const outcome = await this.#dependencies.store.commit({ ...commit, deliveries: [] });
      if (outcome === 'committed' && deliveries.length > 0) await this.#dependencies.store.commit({ from: to, to, effects: [], deliveries });`,
  },
  {
    name: 'a webhook is struck off before a host has taken it',
    file: webhooks('endpoint-dispatcher.ts'),
    find: send,
    put: `await outbox.record(claimed, this.#key.url, clock.nowMs(), { type: 'delivered', responseStatus: 200 });
      ${send}`,
  },
  {
    name: 'a redirect counts as taken',
    file: webhooks('judge-attempt.ts'),
    find: 'responseStatus < 300',
    put: 'responseStatus < 400',
  },
  {
    name: 'a webhook has another id when it is sent again',
    file: webhooks('endpoint-dispatcher.ts'),
    find: 'signMessage(this.#endpoint.keys, eventId,',
    put: 'signMessage(this.#endpoint.keys, attempts === 0 ? eventId : `${eventId}_${attempts}`,',
  },
  {
    name: 'the attempts at a webhook end one too early',
    file: webhooks('attempt-schedule.ts'),
    find: '  24 * hourMs,\n];',
    put: '];',
  },
  {
    name: 'a webhook repeats the sequence of the step before',
    file: 'sso-broker/src/session/host-event.ts',
    find: 'data: { sessionId: terms.id, status, sequence, ...',
    put: 'data: { sessionId: terms.id, status, sequence: sequence - 1, ...',
  },
  {
    name: 'InstaMed’s webhook is answered before it is stored',
    file: 'sso-broker/src/inbound/notice-follower.ts',
    find: 'const outcome = await this.#dependencies.store.inbox.put(notice);',
    put: `const outcome = 'new' as 'new' | 'known';
    void this.#dependencies.store.inbox.put(notice).catch(() => undefined);`,
  },
  {
    name: 'a webhook of InstaMed’s that says paid is believed',
    file: 'sso-broker/src/engine/create-engine.ts',
    find: hinted,
    put: `${hinted}
    if (session.status === 'open' && hint.statusCode === 'C') {
      const receipt = { transactionId: hint.transactionId, transactionStatus: 'C', tender: 'card', signatureRequired: false } as const;
      await runner.apply(session, { type: 'receiptRead', token: session.current.token, attempt: 0, receipt, atMs: clock.nowMs() });
    }`,
  },
];
