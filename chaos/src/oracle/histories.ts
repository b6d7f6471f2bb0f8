import { isDeepStrictEqual } from 'node:util';
import type { PaymentSessionView } from '@collect-payment/contract';
import type { TenantId } from '../world/credentials.ts';

/** All that anybody was told of the sessions: by list, by stream, by answer. */
export class Histories {
  readonly sessions = new Map<string, Map<number, PaymentSessionView>>();
  /** `<session> #<sequence>` told in two ways. */
  readonly contradictions: string[] = [];
  /** Sessions told to the wrong clinic. */
  readonly strays: string[] = [];

  told(tenantId: TenantId, { clientSecret: _secret, ...view }: PaymentSessionView & { readonly clientSecret?: string }): void {
    if (view.metadata?.['tenant'] !== tenantId) this.strays.push(`${view.id} was told to ${tenantId}`);
    const ofSession = this.sessions.get(view.id) ?? new Map<number, PaymentSessionView>();
    this.sessions.set(view.id, ofSession);
    const before = ofSession.get(view.sequence);
    if (before === undefined) ofSession.set(view.sequence, view);
    // In whatever order the fields come: answers are written by a schema, streams are not.
    else if (!isDeepStrictEqual(before, view)) this.contradictions.push(`${view.id} #${view.sequence} was told in two ways`);
  }

  /** In the order in which they happened. */
  of(sessionId: string): readonly PaymentSessionView[] {
    return [...(this.sessions.get(sessionId)?.values() ?? [])].toSorted((one, other) => one.sequence - other.sequence);
  }
}
