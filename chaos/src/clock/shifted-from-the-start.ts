// For `node --import`: the process runs by a clock that is CLOCK_SHIFT_MS off.
import { shiftClock } from './shift-clock.ts';

shiftClock(Number(process.env['CLOCK_SHIFT_MS'] ?? 0));
