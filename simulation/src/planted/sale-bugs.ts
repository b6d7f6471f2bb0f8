import type { PlantedBug } from './planted-bug.ts';

const file = 'sso-broker/src/engine/sell.ts';
const send = 'const answer = await gateway.sell(paymentTerms(intended.terms), token, order);';

/** Bugs of the sales without a page: by a card reader, and by the host's server. */
export const saleBugs: readonly PlantedBug[] = [
  {
    name: 'a sale by a card reader without an answer is sent again',
    file,
    find: send,
    put: `let answer = await gateway.sell(paymentTerms(intended.terms), token, order);
  if (answer.type === 'unavailable') answer = await gateway.sell(paymentTerms(intended.terms), token, order);`,
  },
  {
    name: 'a sale by a card reader is sent before its intent is stored',
    file,
    find: "const intended = await runner.apply(open, { type: 'saleIntended', token, by: meansOf(order), atMs: clock.nowMs() }, undefined, by);\n  const answer = await gateway.sell(paymentTerms(intended.terms), token, order);",
    put: "const answer = await gateway.sell(paymentTerms(open.terms), token, order);\n  const intended = await runner.apply(open, { type: 'saleIntended', token, by: meansOf(order), atMs: clock.nowMs() }, undefined, by);",
  },
  {
    name: "a payment of the host's server forgets the key that it came under",
    file: 'sso-broker/src/engine/create-engine.ts',
    find: 'create({ ...newSession, tender: order.tender.type }, idempotencyKey, duplicates, by)',
    put: 'create({ ...newSession, tender: order.tender.type }, undefined, duplicates, by)',
  },
  {
    name: "a payment of the host's server whose answer was lost is told as not sold",
    file: 'sso-broker/src/engine/pay.ts',
    find: "if (result.type === 'paid') return resultOf(result.session, replayed);",
    put: "if (result.type === 'paid' && result.session.status === 'confirming') return { type: 'sale_refused' };\n    if (result.type === 'paid') return resultOf(result.session, replayed);",
  },
  {
    name: 'an error that InstaMed answers a sale with is believed at once',
    file,
    find: 'answer.unheard === true || (await isUnused(dependencies, intended, token))',
    put: 'true',
  },
];
