import { Worker } from 'node:worker_threads';
import type { Answer, Job } from './job.ts';

/**
 * Shares jobs out among `count` threads, and hands each answer on as it comes. A thread that dies ends the run; Ctrl-C lets each thread
 * end the job it is at.
 */
export async function share(jobs: readonly Job[], count: number, receive: (answer: Answer) => void): Promise<void> {
  const waiting = [...jobs];
  process.once('SIGINT', () => waiting.splice(0));
  await Promise.all(Array.from({ length: Math.min(count, jobs.length) }, () => work()));

  async function work(): Promise<void> {
    const worker = new Worker(new URL('worker.ts', import.meta.url));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const next = (): void => {
      const job = waiting.shift();
      if (job === undefined) resolve();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      else worker.postMessage(job);
    };
    worker.on('message', (answer: Answer) => {
      receive(answer);
      next();
    });
    worker.on('error', reject);
    next();
    try {
      await promise;
    } finally {
      await worker.terminate();
    }
  }
}
