import type { Random } from '@collect-payment/simulation/random';

/** What a patient is about to do, once the screen is open. */
export type Intention = 'pay' | 'pay twice' | 'pay late' | 'cancel there' | 'cancel here' | 'cancel and pay' | 'come back' | 'abandon';

const weights: readonly (readonly [Intention, number])[] = [
  ['pay', 52],
  ['pay twice', 4],
  ['pay late', 9],
  ['cancel there', 6],
  ['cancel here', 7],
  ['cancel and pay', 6],
  ['come back', 6],
  ['abandon', 10],
];

export function drawIntention(random: Random): Intention {
  let left = random.between(1, 100);
  for (const [intention, weight] of weights) {
    left -= weight;
    if (left <= 0) return intention;
  }
  return 'pay';
}
