import type { PressureLimits } from '../shedding/load.ts';
import type { ConfigurationFile } from './configuration-file.ts';

/** Well beyond a busy broker, so that only one that falls behind refuses anything. */
export function readPressureLimits(file: ConfigurationFile['shedding'] = {}): PressureLimits {
  const { eventLoopDelayMs = 500, storeMs = 2_000, requestsUnderWay = 2_000 } = file;
  return { eventLoopDelayMs, storeMs, requestsUnderWay };
}
