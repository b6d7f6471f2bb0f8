import type { Stack } from '@collect-payment/demo/stack';
import { expect } from '@playwright/test';
// @ts-expect-error plain JavaScript, shared with the set-up scripts, which run before TypeScript is installed
import { findFirefox, findWebKit } from '../../scripts/engines.mjs';
import { startGecko } from '../engines/gecko.ts';
import { Patient } from '../engines/patient.ts';
import type { Engine } from '../engines/tab.ts';
import type { WebKitPaths } from '../engines/webkit-processes.ts';
import { startWebKit } from '../engines/webkit.ts';
import { askBroker } from '../fixtures/clinic-server.ts';
import { test as base } from '../fixtures/test.ts';
import { scriptTag } from '../pages/strict-page.ts';

// Nothing is judged by its time.
base.setTimeout(300_000);

const firefox = findFirefox() as string | undefined;
const webKit = findWebKit() as WebKitPaths | undefined;
/** The engines that this machine has; `npm test` says which it has not. */
const starts: Readonly<Record<string, () => Promise<Engine>>> = {
  ...(firefox !== undefined && { Gecko: () => startGecko(firefox) }),
  ...(webKit !== undefined && { WebKit: () => startWebKit(webKit) }),
};

const test = base.extend<{ engineName: string; patient: Patient }, { engineNamed: (name: string) => Promise<Engine> }>({
  engineName: ['', { option: true }],
  engineNamed: [
    // The stack is of the same worker, and outlives the engines.
    async ({ stack: _stack }, use) => {
      const started = new Map<string, Promise<Engine>>();
      await use((name) => {
        const engine = started.get(name) ?? starts[name]!();
        started.set(name, engine);
        return engine;
      });
      for (const engine of started.values()) await (await engine).stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  patient: async ({ engineName, engineNamed, stack, sandbox }, use) => {
    await sandbox.reset();
    await fetch(`${stack.demo}/api/reset`, { method: 'POST' });
    const engine = await engineNamed(engineName);
    const patient = new Patient(await engine.open(), stack.demo);
    await use(patient);
    await patient.leave();
  },
});

for (const engineName of Object.keys(starts)) {
  test.describe(engineName, () => {
    test.use({ engineName });

    for (const display of ['embedded', 'incontext', 'popup'] as const) {
      test(`in ${engineName} a patient pays by ${display}, and the page hears of it once`, async ({ patient, sandbox }) => {
        await patient.open(display);
        await patient.press(/^Pay /);
        await patient.pay(display === 'popup' ? await patient.window() : await patient.frame());
        await patient.shows(/Paid \$125\.00/);
        await patient.balance('$0.00');
        expect(await patient.settlements()).toBe(1);
        expect(await sandbox.payments()).toMatchObject([{ approvedCents: 125_00, transactionStatus: 'C' }]);
      });
    }

    test(`in ${engineName} a patient pays in the same tab, and the page that is come back to shows it`, async ({ patient, sandbox }) => {
      await patient.open('redirect');
      await patient.press(/^Pay /);
      await patient.pay(patient.tab);
      await patient.until("location.pathname === '/return/confirm'");
      await patient.open('redirect');
      await patient.shows(/Paid \$125\.00/);
      expect(await patient.settlements()).toBe(1);
      expect(await sandbox.payments()).toHaveLength(1);
    });

    test(`in ${engineName} a page that is reloaded in mid-payment goes on with it`, async ({ patient, sandbox }) => {
      await patient.open('embedded');
      await patient.press(/^Pay /);
      await patient.frame();
      await patient.tab.reload();
      await patient.shows(/This payment is open in another window/);
      await patient.press(/^Take over$/);
      await patient.pay(await patient.frame());
      await patient.shows(/Paid \$125\.00/);
      expect(await patient.settlements()).toBe(1);
      expect(await sandbox.payments()).toHaveLength(1);
    });

    test(`in ${engineName} a tab that is closed in mid-payment is gone on with in another one`, async ({
      engineName: name,
      engineNamed,
      patient,
      sandbox,
      stack,
    }) => {
      await patient.open('embedded');
      await patient.press(/^Pay /);
      await patient.frame();
      await patient.leave();
      const other = new Patient(await (await engineNamed(name)).open(), stack.demo);
      await other.open('embedded');
      await other.press(/^Take over$/);
      await other.pay(await other.frame());
      await other.shows(/Paid \$125\.00/);
      expect(await other.settlements()).toBe(1);
      expect(await sandbox.payments()).toHaveLength(1);
      await other.leave();
    });

    test(`in ${engineName} a page that is gone back to, and forward, shows where things stand`, async ({ patient, sandbox, stack }) => {
      await patient.open('embedded');
      await patient.press(/^Pay /);
      await patient.frame();
      await patient.tab.goto(stack.demo);
      await patient.tab.back();
      await patient.press(/^Take over$/);
      await patient.pay(await patient.frame());
      await patient.shows(/Paid \$125\.00/);
      await patient.tab.goto(stack.demo);
      await patient.tab.back();
      await patient.shows(/Paid \$125\.00/);
      expect(await patient.settlements()).toBe(1);
      await patient.tab.forward();
      await patient.until("location.pathname === '/'");
      expect(await sandbox.payments()).toHaveLength(1);
    });

    test(`in ${engineName} a page that the browser has kept shows where things stand, and hears of the settlement once`, async ({
      patient,
      sandbox,
      stack,
    }) => {
      await openKept(patient, stack);
      await patient.shows(/Pay \$125\.00/);
      const id = await patient.tab.read<string>("document.querySelector('collect-payment').session.id");
      await patient.goOn(`${stack.demo}/looks`);
      // Paid at another desk meanwhile.
      const { url } = await askBroker<{ readonly url: string }>(stack, `/payment-sessions/${id}/launch`, { display: 'popup' });
      await sandbox.payToken(new URL(url).searchParams.get('token')!, { cardNumber: '4111111111111111', expiry: '12/39' });
      await patient.tab.back();
      await patient.until('kept === 1');
      await patient.shows(/Paid \$125\.00/);
      await patient.until('settled === 1');
      await patient.goOn(`${stack.demo}/looks`);
      await patient.tab.back();
      await patient.until('kept === 2');
      await patient.shows(/Paid \$125\.00/);
      expect(await patient.tab.read<number>('settled')).toBe(1);
      expect(await sandbox.payments()).toHaveLength(1);
    });

    test(`in ${engineName} the receipt is shown, and put away again`, async ({ patient }) => {
      await patient.open('embedded');
      await patient.press(/^Pay /);
      await patient.pay(await patient.frame());
      await patient.press(/^Receipt$/);
      await patient.shows(/ending 1111/);
      await patient.press(/^Back$/);
      await patient.shows(/Paid \$125\.00/);
    });

    test(`in ${engineName} a patient pays on Standard Collect`, async ({ patient, sandbox }) => {
      await patient.open('embedded', { screen: 'standard-collect' });
      await patient.press(/^Pay /);
      await patient.pay(await patient.frame());
      await patient.shows(/Paid \$125\.00/);
      expect(await patient.settlements()).toBe(1);
      expect(await sandbox.payments()).toHaveLength(1);
    });

    test(`in ${engineName} a declined card takes no money, and the patient can try again`, async ({ patient }) => {
      await patient.open('embedded', { account: 'chen' });
      await patient.press(/^Pay /);
      await patient.pay(await patient.frame());
      await patient.shows(/The card was declined\. No money was taken\./);
      await patient.balance('$64.05');
      expect(await patient.settlements()).toBe(1);
      await patient.press(/^Try again$/);
      await patient.frame();
    });

    test(`in ${engineName} a partial approval shows what was paid and what is still due`, async ({ patient }) => {
      await patient.open('embedded', { account: 'obrien' });
      await patient.press(/^Pay /);
      await patient.pay(await patient.frame());
      await patient.shows(/Paid \$99\.00/);
      await patient.shows(/\$0\.10 still due/);
    });

    test(`in ${engineName} closing asks first, and no money is taken`, async ({ patient, sandbox }) => {
      await patient.open('embedded');
      await patient.press(/^Pay /);
      await patient.frame();
      await patient.press(/^Cancel payment$/);
      await patient.shows(/Cancel this payment\?/);
      await patient.press(/^Cancel payment$/);
      await patient.shows(/Payment canceled\. No money was taken\./);
      expect(await sandbox.payments()).toEqual([]);
    });

    test(`in ${engineName} a window that the person closes is no verdict, and the page opens here instead`, async ({
      patient,
      sandbox,
    }) => {
      await patient.open('popup');
      await patient.press(/^Pay /);
      await (await patient.window()).close();
      await patient.press(/^Open it here instead$/);
      await patient.pay(await patient.frame());
      await patient.shows(/Paid \$125\.00/);
      expect(await patient.settlements()).toBe(1);
      expect(await sandbox.payments()).toHaveLength(1);
    });
  });
}

/**
 * A page that the browser may keep, which counts what it hears and how often it is brought back as it was. The portal says `no-store`: WebKit keeps it all the same
 * where it is not https, and Firefox is given a page of the test's own.
 */
async function openKept(patient: Patient, stack: Stack): Promise<void> {
  const counting = `globalThis.kept = globalThis.settled = 0;
    addEventListener('pageshow', ({ persisted }) => (kept += persisted));
    addEventListener('payment-settled', () => (settled += 1));`;
  if (patient.tab.answer === undefined) {
    await patient.open('embedded');
    await patient.tab.read(`void (() => { ${counting} })()`);
    return;
  }
  const element = `<collect-payment broker="${stack.broker}" session-url="/api/accounts/alvarez/collect?screen=simple-collect" display="embedded">`;
  const html = `<!doctype html><html lang="en"><script>${counting}</script>${await scriptTag(stack, 'collect-payment')}${element}</collect-payment></html>`;
  await patient.tab.answer(`${stack.demo}/kept`, html);
  await patient.goOn(`${stack.demo}/kept`);
}
