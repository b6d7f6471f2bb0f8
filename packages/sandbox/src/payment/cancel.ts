import { launchState, type Launch } from '../launch.ts';
import type { Sandbox } from '../sandbox.ts';

/** What the screen's Cancel does. False when there is nothing left to cancel. */
export function cancel(launch: Launch, { clock, log }: Sandbox): boolean {
  const state = launchState(launch, clock.now());
  if (state === 'finished' || state === 'expired') return false;
  launch.canceled = true;
  log.info({ event: 'cancel', sso: launch.sso });
  return true;
}
