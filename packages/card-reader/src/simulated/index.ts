/** A card reader without hardware, at the level of HID reports and USB transfers. For tests and demonstrations. */
export type { SimulatedCard } from './card.ts';
export { SimulatedDesk, installSimulatedDesk } from './simulated-desk.ts';
export {
  simulatedModels,
  SimulatedReader,
  type SimulatedModel,
  type SimulatedReaderOptions,
  type SimulatedState,
} from './simulated-reader.ts';
