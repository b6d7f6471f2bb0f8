import { axeFindings } from '../fixtures/axe-findings.ts';
import { expect, test } from '../fixtures/test.ts';

// Nothing is judged by its time, and axe takes long on a busy machine.
test.setTimeout(180_000);

for (const sso of ['saml', 'nvp'] as const) {
  test(`a patient saves a card, ${sso}, and the clinic's server then takes the balance by it`, async ({ portal, sandbox, page }) => {
    const answers: string[] = [];
    page.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => answers.push(text),
          () => undefined,
        ),
    );
    await portal.open({ screen: 'save-on-file', sso });
    const hosted = await portal.start();
    await expect(hosted.root.getByRole('heading', { name: 'Save a card' })).toBeVisible();
    await hosted.pay();

    await expect(portal.shows('Saved: VISA ending 1111')).toBeVisible();
    await expect(portal.widget.getByText(/Paid|\$/)).toHaveCount(0);
    const settled = await portal.settled();
    expect(settled).toHaveLength(1);
    expect(settled[0]!.detail).toEqual({ status: 'saved', savedCard: { brand: 'VISA', lastFour: '1111' } });
    expect(await sandbox.payments()).toEqual([]);

    await page.getByRole('button', { name: 'Pay $125.00 with this card' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Paid.' })).toBeVisible();
    await expect(portal.balance).toHaveText('$0.00');
    const [payment, ...others] = await sandbox.payments();
    expect([payment, others]).toMatchObject([{ approvedCents: 125_00, transactionStatus: 'C' }, []]);
    const { savedCard } = payment as { savedCard?: string };
    expect(savedCard).toMatch(/^[0-9a-f]{32}$/i);
    // What sells stays between the servers.
    expect(answers.length).toBeGreaterThan(5);
    expect(answers.join('\n').toLowerCase()).not.toContain(savedCard?.toLowerCase());
    expect(await portal.settled()).toHaveLength(1);
  });
}

test('a patient who changes their mind saves nothing, in their own language', async ({ portal, sandbox }) => {
  await portal.open({ screen: 'save-on-file', lang: 'es' });
  const hosted = await portal.start();
  await hosted.shown();
  await hosted.cancel();
  await expect(portal.shows('Cancelado. No se guardó ninguna tarjeta.')).toBeVisible();
  expect((await portal.settled()).map(({ detail }) => detail)).toEqual([{ status: 'canceled' }]);
  expect(await sandbox.payments()).toEqual([]);
});

for (const width of [360, 1280]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`at ${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height: 900 }, colorScheme });

      test('axe finds nothing from the first button to the saved card', async ({ portal, page }, info) => {
        const look = async (name: string) => {
          expect(await axeFindings(page), name).toEqual([]);
          await page.screenshot({ path: info.outputPath(`${name}.png`), fullPage: true });
        };
        await portal.open({ screen: 'save-on-file' });
        await portal.shows('Nothing is charged.').waitFor();
        await look('idle');
        const hosted = await portal.start();
        await hosted.root.getByLabel('Card number').waitFor();
        await look('form');
        await hosted.pay();
        await expect(portal.shows('Saved: VISA ending 1111')).toBeVisible();
        await page.getByRole('button', { name: 'Pay $125.00 with this card' }).waitFor();
        await look('saved');
      });
    });
  }
}
