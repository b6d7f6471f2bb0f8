import type { PlantedBug } from './planted-bug.ts';

const file = 'sso-broker/src/engine/sell.ts';
const send = 'const answer = await gateway.sell(paymentTerms(intended.terms), token, order);';

/** Bugs of the sale by a card reader. */
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
];
