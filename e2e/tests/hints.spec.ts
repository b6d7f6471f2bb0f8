import { expect, test } from '../fixtures/test.ts';

// The next poll is an hour away, so only a hint from the hosted screen can make the broker look.
test.use({ pollIntervalMs: 900_000 });

for (const display of ['embedded', 'incontext', 'popup'] as const) {
  test(`closing the receipt of Standard Collect makes the broker look (${display})`, async ({ portal }) => {
    await portal.open({ screen: 'standard-collect', display });
    const hosted = await portal.start();
    await hosted.pay();
    await hosted.closeReceipt();
    await expect(portal.shows('Paid $125.00')).toBeVisible();
    expect(await portal.settled()).toHaveLength(1);
  });

  test(`Simple Collect closes itself, and the broker looks (${display})`, async ({ portal }) => {
    await portal.open({ screen: 'simple-collect', display });
    await (await portal.start()).pay();
    await expect(portal.shows('Paid $125.00')).toBeVisible();
    expect(await portal.settled()).toHaveLength(1);
  });
}
