import { randomUUID } from 'node:crypto';
import type { CreatePaymentSession, Screen, Sso } from '@collect-payment/contract';
import type { FastifyInstance } from 'fastify';
import { createSession, readSession, type BrokerConnection } from './broker.ts';
import type { Credentials } from './collect.ts';

/** How the payment shall end. The cents steer the sandbox (docs/sandbox.md). */
const amounts = { approved: '125.00', partial: '99.10', declined: '64.05' } as const;

interface Choice {
  readonly screen: Screen;
  readonly sso: Sso;
  readonly end: keyof typeof amounts;
  /** The payment that was tried last, if there is one: for a page that comes back. */
  readonly again: boolean;
}

const choice = {
  type: 'object',
  additionalProperties: false,
  properties: {
    screen: { enum: ['standard-collect', 'simple-collect', 'consumer-payment', 'save-on-file'], default: 'simple-collect' },
    sso: { enum: ['saml', 'nvp'], default: 'saml' },
    end: { enum: Object.keys(amounts), default: 'approved' },
    again: { type: 'boolean', default: false },
  },
} as const;

/** What can go wrong at InstaMed, each as a call of the sandbox's control API. */
const happenings = {
  'sign-on-fails': ['PUT', 'faults', { 'sso-500': 1 }],
  'status-unreadable': ['PUT', 'faults', { 'status-garbage': 1_000_000 }],
  'receipt-late': ['PUT', 'faults', { 'receipt-not-ready': 1_000_000 }],
  'time-up': ['POST', 'clock', { advanceMs: 15 * 60_000 + 1_000 }],
  'all-well': ['PUT', 'faults', { 'sso-500': 0, 'status-garbage': 0, 'receipt-not-ready': 0 }],
} as const;

interface Connection extends BrokerConnection {
  readonly sandbox: string;
}

/**
 * The server behind `/playground`: a fresh payment each time it is asked, and trouble when it is asked for. No clinic's server has this.
 * Returns what forgets the payment that was tried last.
 */
export function servePlayground(app: FastifyInstance, connection: () => Connection): () => void {
  let latest: Credentials | undefined;

  app.get<{ Querystring: Choice }>('/api/playground/terms', { schema: { querystring: choice } }, ({ query }) => termsOf(query));

  app.post<{ Querystring: Choice; Body: { readonly balanceOf?: string } | null }>(
    '/api/playground/collect',
    { schema: { querystring: choice, body: { type: ['object', 'null'], properties: { balanceOf: { type: 'string' } } } } },
    async ({ query, body }, reply) => {
      // Its balance is another payment than the one that is shown again.
      if (query.again && latest !== undefined && body?.balanceOf === undefined) return latest;
      const terms = await termsFor(query, body?.balanceOf);
      if (terms === undefined) return reply.code(409).send({ error: 'Nothing is due.' });
      const { id, clientSecret } = await createSession(connection(), terms);
      latest = { id, clientSecret };
      return latest;
    },
  );

  app.post<{ Params: { happening: keyof typeof happenings } }>(
    '/api/playground/happenings/:happening',
    { schema: { params: { type: 'object', properties: { happening: { enum: Object.keys(happenings) } } } } },
    async ({ params }) => {
      const [method, path, body] = happenings[params.happening];
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${connection().sandbox}/sandbox/${path}`, { method, headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}.`);
      return { happening: params.happening };
    },
  );
  return () => {
    latest = undefined;
  };

  /** The terms of what was chosen, or of the balance that an earlier payment has left; undefined when it left none. */
  async function termsFor(query: Choice, balanceOf: string | undefined): Promise<CreatePaymentSession | undefined> {
    if (balanceOf === undefined) return termsOf(query);
    const due = (await readSession(connection(), balanceOf)).outcome?.balanceDue;
    return due === undefined ? undefined : { ...termsOf(query), amount: due };
  }
}

function termsOf({ screen, sso, end }: Choice): CreatePaymentSession {
  // No money is asked for, so no amount can steer the sandbox: there the security code 051 declines the card.
  if (screen === 'save-on-file') {
    const patient = { id: `P-${randomUUID().slice(0, 8).toUpperCase()}`, firstName: 'Maria', lastName: 'Alvarez' };
    return { screen, sso, patient, staff: { id: 'portal' }, options: { cardEntry: 'keyed' } };
  }
  return {
    screen,
    sso,
    amount: { value: amounts[end], currency: 'USD' },
    patient: { id: 'P-10240', firstName: 'Maria', lastName: 'Alvarez' },
    staff: { id: 'portal' },
    // New each time: the broker keeps one invoice from being paid twice.
    invoice: `TRY-${randomUUID().slice(0, 8).toUpperCase()}`,
    options: { cardEntry: 'keyed', readOnly: true, allowPartialApproval: true },
  };
}
