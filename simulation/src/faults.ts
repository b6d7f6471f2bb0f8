import type { Random } from './random.ts';

/** Every kind of trouble, with the chance that it strikes where it can, in a seed that has it switched on. */
const rates = {
  // Between broker and InstaMed
  'call refused': 0.05,
  'request lost': 0.05,
  'request arrives after the timeout': 0.03,
  'answer lost': 0.05,
  'request doubled': 0.1,
  'answer slow': 0.2,
  'http error': 0.08,
  'answer garbled': 0.08,
  outage: 1,
  // At InstaMed
  'unknown status word': 0.1,
  'undecided receipt': 0.5,
  'receipt late': 0.5,
  'payment commits late': 0.6,
  // The broker's process and machine
  crash: 0.004,
  kill: 1,
  drain: 1,
  pause: 0.02,
  'disk slow': 1,
  'disk refuses': 0.01,
  'commit unconfirmed': 0.01,
  'clock step': 0.05,
  // Between two brokers and their database
  'clocks apart': 1,
  'database unreachable': 1,
  'notification late': 0.2,
  'notification lost': 0.1,
  // Between broker, pages and hosts
  'page call lost': 0.1,
  'page answer lost': 0.1,
  'page call doubled': 0.1,
  'host away': 1,
  // Between broker and the hosts' webhook endpoints
  'webhook lost': 0.1,
  'webhook late': 0.15,
  'webhook refused': 0.2,
  'webhook answer lost': 0.1,
  'endpoint away': 1,
  'endpoint gone': 0.02,
  // InstaMed's webhooks
  'notice sent': 1,
  'notice lost': 0.3,
  'notice late': 0.4,
  'notice doubled': 0.3,
  'notice forged': 1,
  // What people do
  'never comes': 0.3,
  'second tab': 0.4,
  'page canceled': 0.4,
  'page reloaded': 0.3,
  relaunch: 0.95,
  'paid on an old page': 0.7,
  'back days later': 0.3,
  // What hosts do after the payment
  'host voids': 0.4,
  'host refunds': 0.6,
  // Where the clinic's own software reads the card
  'paid by reader': 0.6,
  'page after a refused sale': 0.5,
  // Where the host's server takes the payment, and nobody opens a page
  'paid by server': 0.6,
  // InstaMed has done the work, and answers with its error all the same
  'error after a sale': 0.3,
} as const;

export type FaultKind = keyof typeof rates;
export const faultKinds = Object.keys(rates) as FaultKind[];

/**
 * Swarm testing: each seed switches each kind on or off by itself, so that no kind hides what another would show, and some seeds
 * know one kind only. Every kind draws from a stream of its own.
 */
export class Faults {
  readonly #streams = new Map<FaultKind, Random>();
  readonly #counts: Map<FaultKind, number>;

  constructor(random: Random, without: ReadonlySet<FaultKind>, counts: Map<FaultKind, number>) {
    this.#counts = counts;
    const share = random.pick([0.1, 0.3, 0.5, 0.7]);
    for (const kind of faultKinds) {
      const on = random.chance(share);
      if (on && !without.has(kind)) this.#streams.set(kind, random.fork(kind));
    }
  }

  /** Whether the kind is on in this seed, whatever its rate. */
  has(kind: FaultKind): boolean {
    return this.#streams.has(kind);
  }

  /** Whether it strikes here and now. */
  strikes(kind: FaultKind): boolean {
    const struck = this.#streams.get(kind)?.chance(rates[kind]) === true;
    if (struck) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    return struck;
  }
}
