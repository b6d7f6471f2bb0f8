import { parentPort } from 'node:worker_threads';
import * as core from '@collect-payment/sso-broker/core';
import { hunt } from './planted/hunt.ts';
import { plantedBugs } from './planted/planted-bugs.ts';
import { runSeeds } from './run-seeds.ts';
import type { Answer, Job } from './job.ts';

/** One job at a time, for as long as the main thread sends some. */
parentPort?.on('message', (job: Job) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  void perform(job).then((answer) => parentPort?.postMessage(answer));
});

async function perform(job: Job): Promise<Answer> {
  if (job.type === 'seeds') return { type: 'tally', tally: await runSeeds(core, job.firstSeed, job.seeds) };
  const bug = plantedBugs[job.bug];
  if (bug === undefined) throw new Error('No such bug');
  return { type: 'catch', caught: await hunt(core, bug, job.firstSeed, job.seeds) };
}
