import { channel } from 'node:diagnostics_channel';
import { describeError, type LogEntry } from '../log.ts';
import { currentRequestId } from './request-context.ts';

/** For tracers and shippers inside the process: every entry of the log, as it is written. */
const entries = channel('collect-payment:log');

export function publishEntry(entry: LogEntry): void {
  if (!entries.hasSubscribers) return;
  const requestId = currentRequestId();
  // Nobody outside of the log gets what was thrown: its message may quote what it failed on.
  const told = 'error' in entry ? { ...entry, error: describeError(entry.error) } : entry;
  entries.publish({ ...(requestId !== undefined && { requestId }), ...told });
}
