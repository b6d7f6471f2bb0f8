import type { TenantId } from './credentials.ts';

/** What the host's server wants to be paid for, and what it has learnt of its session. */
export interface Order {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly cents: number;
  readonly allowPartial: boolean;
  /** Once a creation was answered. */
  sessionId?: string;
  /** How often a launch was asked for, whatever became of it. */
  launchesAsked: number;
  /** Nobody asks for a look at it, and nobody acts on its page. */
  isLeftAlone: boolean;
}

export const dollars = (cents: number): string => (cents / 100).toFixed(2);
