import { parentPort } from 'node:worker_threads';
import type { PrintedReceipt } from '../printed-receipt.ts';
import { drawReceipt } from './draw-receipt.ts';

/** What the thread answers: the document, or what kind of error there was; its text could hold the receipt's. */
export type PrinterAnswer = { readonly type: 'drawn'; readonly bytes: Uint8Array } | { readonly type: 'failed'; readonly error: string };

parentPort?.on('message', (receipt: PrintedReceipt) => void answer(receipt));

async function answer(receipt: PrintedReceipt): Promise<void> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- to a thread, not to a window
  parentPort?.postMessage(await draw(receipt));
}

async function draw(receipt: PrintedReceipt): Promise<PrinterAnswer> {
  try {
    return { type: 'drawn', bytes: await drawReceipt(receipt) };
  } catch (error) {
    return { type: 'failed', error: error instanceof Error ? error.name : 'Error' };
  }
}
