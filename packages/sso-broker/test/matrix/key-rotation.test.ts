import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { terms } from '../support/client.ts';
import { makeDirectory } from '../support/directory.ts';
import { goOn, launchAgain, openPayment, settle, startRotation } from './half-rotated.ts';
import { stepClock } from './step-clock.ts';

describe('a broker that is started again with old and new keys', { timeout: 90_000 }, () => {
  it('B20 × f1: after kill -9, payments opened under the old keys go on', async () => {
    const directory = makeDirectory();
    const rotation = await startRotation();
    const before = await rotation.start('old', { directory });
    const payment = await openPayment(before.client);
    before.child.kill('SIGKILL');
    await once(before.child, 'exit');
    expect(await goOn(rotation, await rotation.start('both', { directory }), payment)).toBe('approved');
  });

  it('B20 × f8: after its disk has failed, payments opened under the old keys go on', async () => {
    const directory = makeDirectory();
    const rotation = await startRotation();
    const before = await rotation.start('old', { directory, before: 'ulimit -f 1024' });
    const payment = await openPayment(before.client);
    const ended = once(before.child, 'exit') as Promise<[number | null]>;
    const body = { ...terms, metadata: { filler: 'x'.repeat(500) } };
    let status = 201;
    // A poll may meet the end of the disk first: then the broker is gone without an answer.
    while (status === 201) status = (await before.client.call('/v1/payment-sessions', { body }).catch(() => ({ status: 0 }))).status;
    expect((await ended)[0]).toBe(1);
    expect(await goOn(rotation, await rotation.start('both', { directory }), payment)).toBe('approved');
  });

  it.each([
    ['on', 'SIGUSR2', 'SIGHUP'],
    ['back', 'SIGHUP', 'SIGUSR2'],
  ] as const)('B20 × f9: its clock steps five minutes %s, and payments opened under the old keys go on', async (_name, step, stepBack) => {
    const directory = makeDirectory();
    const rotation = await startRotation();
    const before = await rotation.start('old', { directory });
    const payment = await openPayment(before.client);
    before.child.kill('SIGKILL');
    await once(before.child, 'exit');
    const after = await rotation.start('both', { directory, nodeArguments: ['--import', stepClock] });
    after.child.kill(step);
    expect(await settle(rotation, after, payment)).toBe('approved');
    // An assertion of a clock so wrong would be refused; what was done under it does not hinder the next one.
    after.child.kill(stepBack);
    expect(await launchAgain(rotation, after)).toBe(2);
  });

  it('B20 × f12: after a drain, payments opened under the old keys go on', async () => {
    const directory = makeDirectory();
    const rotation = await startRotation();
    const before = await rotation.start('old', { directory });
    const payment = await openPayment(before.client);
    before.child.kill('SIGTERM');
    expect(((await once(before.child, 'exit')) as [number])[0]).toBe(0);
    expect(await goOn(rotation, await rotation.start('both', { directory }), payment)).toBe('approved');
  });
});
