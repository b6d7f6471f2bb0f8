import type { Display } from '@collect-payment/contract';

export type DisplayChoice = Display | 'auto';

/** Below this a hosted screen inside a card is too narrow to fill in; it takes the whole viewport instead. */
const narrowPx = 480;

/** `auto`: in the page where there is room, over the page where there is not. A chosen display is always honoured. */
export function chooseDisplay(choice: DisplayChoice, viewportWidthPx: number): Display {
  if (choice !== 'auto') return choice;
  return viewportWidthPx < narrowPx ? 'incontext' : 'embedded';
}
