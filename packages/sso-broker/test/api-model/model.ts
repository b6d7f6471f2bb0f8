import type { CreatedPaymentSession, Launch, PaymentSessionStatus } from '@collect-payment/contract';
import { expect } from 'vitest';
import type { Sandbox } from '@collect-payment/sandbox';
import type { TestBroker } from '../support/broker.ts';
import type { Answer, Call } from '../support/client.ts';
import { hostKey, otherTenantKey, readOnlyKey } from '../support/credentials.ts';

/** A session as the model knows it: what was done to it, and the status that this must have led to. */
export interface KnownSession {
  readonly created: CreatedPaymentSession;
  status: Extract<PaymentSessionStatus, 'created' | 'open' | 'canceled' | 'approved'>;
  launch?: Launch;
  /** Whether money was taken at InstaMed, known to the broker or not. */
  isPaid: boolean;
  /** Whether the broker was asked to look: for two seconds it may not look again. */
  wasLookedAt: boolean;
  /** Whether InstaMed's webhook has told of a sale that never was. */
  wasForged: boolean;
}

/** A write that was made under an Idempotency-Key, and its answer. */
export interface Write {
  readonly path: string;
  readonly call: Call;
  readonly status: number;
  readonly body: unknown;
}

/** What the broker must know: nothing but what the commands have done. */
export class Model {
  readonly sessions: KnownSession[] = [];
  /** The same, in the order of their latest change. */
  listed: readonly KnownSession[] = [];
  readonly writes: Write[] = [];
  /** What was created under each Idempotency-Key. */
  readonly keys = new Map<string, { readonly invoice: string; readonly created: CreatedPaymentSession }>();

  /** One of the sessions; commands that need one ask first whether there is any. */
  pick(which: number): KnownSession {
    const session = this.sessions[which % this.sessions.length];
    if (session === undefined) throw new Error('a command was run before there was a session');
    return session;
  }

  add(created: CreatedPaymentSession): void {
    const session: KnownSession = { created, status: 'created', isPaid: false, wasLookedAt: false, wasForged: false };
    this.sessions.push(session);
    this.listed = [...this.listed, session];
  }

  /** The session has changed, so that the list has it last. */
  changed(session: KnownSession, status = session.status): void {
    session.status = status;
    this.listed = [...this.listed.filter((other) => other !== session), session];
  }
}

/** A broker with its InstaMed, and where the list of its sessions ended when this story began. */
export interface Real {
  readonly broker: TestBroker;
  readonly instamed: Sandbox;
  readonly cursor: string;
  /** Sessions of the stories before: a look that was asked for there may still come. */
  readonly earlier: ReadonlySet<string>;
  /** For keys and bodies that no other story has. */
  readonly unique: () => string;
  /** Told of every command that is run. */
  readonly count: () => void;
}

export const callers = ['host', 'page', 'reader', 'another page', 'another tenant', 'nobody'] as const;
export type Caller = (typeof callers)[number];

/** The credential of a caller: `another page` has the client secret of the session after this one, or of none. */
export function keyOf(caller: Caller, session: KnownSession, { sessions }: Model): string {
  const another = sessions.find((other) => other !== session);
  return {
    host: hostKey,
    page: session.created.clientSecret,
    reader: readOnlyKey,
    'another page': another?.created.clientSecret ?? 'cs_of_nobody',
    'another tenant': otherTenantKey,
    nobody: 'sk_of_nobody',
  }[caller];
}

/** The refusals that a caller must get for a session, whatever its state: 401, 403, or 404 for what is another's. Undefined lets it in. */
export function refusalOf(caller: Caller, scope: 'read' | 'write', { sessions }: Model): readonly [number, string] | undefined {
  switch (caller) {
    case 'host':
    case 'page':
      return undefined;
    case 'reader':
      return scope === 'read' ? undefined : [403, 'ERR_SCOPE_MISSING'];
    case 'another page':
      return sessions.length > 1 ? [403, 'ERR_CLIENT_SECRET_FOREIGN'] : [401, 'ERR_CLIENT_SECRET_WRONG'];
    case 'another tenant':
      return [404, 'ERR_SESSION_UNKNOWN'];
    case 'nobody':
      return [401, 'ERR_KEY_WRONG'];
    default:
      return caller satisfies never;
  }
}

export const codeOf = ({ status, body }: Answer<unknown>): readonly [number, string | undefined] => [
  status,
  (body as { error?: { code: string } }).error?.code,
];

/** Waits until the session is as it must become, by its own stream of events. */
export async function until({ broker }: Real, { created }: KnownSession, status: PaymentSessionStatus): Promise<void> {
  const events = await broker.client.follow(created);
  expect((await events.until(status)).status).toBe(status);
  await events.close();
}
