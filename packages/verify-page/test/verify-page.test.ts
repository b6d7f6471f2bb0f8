import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { byText, inventoryFile, startPaymentPage, verifyPage, widgetPath, widgetTag, writeTemporary } from './payment-page.ts';

const digest = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`;
const listing = (file: string, text: string) => writeTemporary('inventory.json', { scripts: [{ file, integrity: digest(text) }] });
const policy = 'content-security-policy';

describe('a payment page', { timeout: 240_000 }, () => {
  it('that is as listed and as before passes, and what is printed holds no query', async () => {
    const page = await startPaymentPage();
    const first = await verifyPage(page.url, '--expect', inventoryFile);
    expect([first.code, first.findings, first.said]).toEqual([0, [], '']);
    expect(first.record.scripts).toMatchObject([{ inline: false, integrity: true }]);
    expect(first.record.scripts[0]?.url).toBe(new URL(widgetPath, page.url).href);
    expect(JSON.stringify(first.record)).not.toContain('Sentinel');
    const baseline = writeTemporary('baseline.json', first.record);
    expect(await verifyPage(page.url, '--expect', inventoryFile, '--baseline', baseline)).toMatchObject({ code: 0, findings: [] });
  });

  it('with an added script, a file or inline or from eval, is reported against either list', async () => {
    const page = await startPaymentPage();
    const baseline = writeTemporary('baseline.json', (await verifyPage(page.url)).record);
    page.files['/skim.js'] = 'eval("document.skimmed = 1"); document.currentScript.remove()';
    page.headers[policy] = "default-src 'none'; script-src 'self' 'unsafe-eval' 'nonce-abc'";
    page.html +=
      '<script src="/skim.js?n=1"></script><script nonce="abc">document.inline = 1\n//# sourceURL=' +
      new URL(widgetPath, page.url).href +
      '</script>';
    const { code, findings, record } = await verifyPage(page.url, '--expect', inventoryFile, '--baseline', baseline);
    const here = page.url.replace(/\?.*/, '');
    const skim = new URL('/skim.js', page.url).href;
    expect(code).toBe(1);
    const both = [skim, here, here].flatMap((what) => [`script-not-listed ${what}`, `script-added ${what}`]);
    expect(findings).toEqual([`header-changed ${policy}`, `policy-weak ${policy}`, ...both].toSorted(byText));
    expect(record.scripts.map(({ sha384 }) => sha384)).toContain(digest('document.skimmed = 1'));
  });

  it('with a changed script is reported, by its file name where there was no earlier look', async () => {
    const page = await startPaymentPage();
    page.html = '<script src="/shop.js" ></script>';
    page.files['/shop.js'] = 'document.shop = 1';
    const baseline = writeTemporary('baseline.json', (await verifyPage(page.url)).record);
    page.files['/shop.js'] = 'document.shop = 2';
    const what = new URL('/shop.js', page.url).href;
    const listed = listing('shop.js', 'document.shop = 1');
    const { code, findings } = await verifyPage(page.url, '--expect', listed, '--baseline', baseline);
    expect([code, findings]).toEqual([1, [`script-changed ${what}`, `script-changed ${what}`]]);
  });

  it('whose widget lost its integrity, or is gone, is reported', async () => {
    const page = await startPaymentPage();
    const baseline = writeTemporary('baseline.json', (await verifyPage(page.url)).record);
    const what = new URL(widgetPath, page.url).href;
    page.html = page.html.replace(/ integrity="[^"]+"/, '');
    const open = await verifyPage(page.url, '--expect', inventoryFile, '--baseline', baseline);
    expect([open.code, open.findings]).toEqual([1, [`integrity-missing ${what}`, `integrity-missing ${what}`]]);
    page.html = page.html.replace(/<script.*<\/script>/, '');
    expect(await verifyPage(page.url, '--baseline', baseline)).toMatchObject({ code: 1, findings: [`script-removed ${what}`] });
  });

  it('with a weaker, a lost or a new header is reported, and a fresh nonce is no change', async () => {
    const page = await startPaymentPage();
    page.headers[policy] = "script-src 'self' 'nonce-one'";
    const baseline = writeTemporary('baseline.json', (await verifyPage(page.url)).record);
    page.headers[policy] = "script-src 'self' 'nonce-two'";
    expect(await verifyPage(page.url, '--baseline', baseline)).toMatchObject({ code: 0, findings: [] });
    page.headers = { [policy]: "script-src 'self' https:", 'x-frame-options': 'DENY' };
    const weaker = await verifyPage(page.url, '--baseline', baseline);
    expect(weaker.findings).toEqual([
      'header-added x-frame-options',
      `header-changed ${policy}`,
      'header-removed referrer-policy',
      `policy-weak ${policy}`,
    ]);
    page.headers = {};
    expect((await verifyPage(page.url)).findings).toEqual([`policy-missing ${policy}`]);
    page.html = `<meta http-equiv="Content-Security-Policy" content="script-src 'self'">${page.html}`;
    expect(await verifyPage(page.url)).toMatchObject({ code: 0, record: { headers: { [`meta ${policy}`]: "script-src 'self'" } } });
  });

  it('behind a sign-in is looked at with the cookies of a test patient', async () => {
    const page = await startPaymentPage();
    const cookie = {
      name: 'session',
      value: 'test',
      domain: '127.0.0.1',
      path: '/',
      expires: -1,
      httpOnly: true,
      secure: false,
      sameSite: 'Lax',
    };
    const storage = writeTemporary('storage.json', { cookies: [cookie], origins: [] });
    expect((await verifyPage(page.url, '--storage-state', storage)).code).toBe(0);
    expect(page.cookies).toEqual(['session=test']);
  });

  it('of another origin that is framed brings scripts that are not its host’s to answer for', async () => {
    const [page, framed] = [await startPaymentPage(), await startPaymentPage()];
    page.headers[policy] += '; frame-src http:';
    page.html += `<iframe src="${framed.url}"></iframe>`;
    expect((await verifyPage(page.url, '--expect', inventoryFile)).record.scripts).toHaveLength(1);
    expect(framed.cookies).toHaveLength(1);
  });
});

describe('what cannot be looked at', { timeout: 240_000 }, () => {
  it('is told in words, with exit code 2 and nothing printed', async () => {
    const page = await startPaymentPage();
    page.status = 500;
    const notJson = writeTemporary('broken.json', '{');
    const wrong = [
      [[], 'collect-payment-verify-page <url>'],
      [['javascript:alert(1)'], 'collect-payment-verify-page <url>'],
      [[page.url, '--unknown'], 'collect-payment-verify-page <url>'],
      [[page.url, '--settle-ms', '0'], 'collect-payment-verify-page <url>'],
      [[page.url, '--expect', notJson], 'cannot be read as JSON'],
      [[page.url, '--expect', writeTemporary('no.json', { scripts: [{ file: 'x', integrity: 'md5-x' }] })], 'is no inventory'],
      [[page.url, '--baseline', writeTemporary('no.json', { url: 'x', scripts: [{}], headers: {} })], 'is not what this command prints'],
      [[page.url, '--storage-state', notJson], 'is no storage state'],
      [[page.url, '--chromium', '/nowhere'], 'Chromium does not start'],
      [[page.url], 'no page: 500'],
      [['http://127.0.0.1:9/'], 'no page: no answer'],
    ] as const;
    for (const [given, words] of wrong) {
      const { code, said, record } = await verifyPage(...given);
      expect([given, code, record]).toEqual([given, 2, { findings: [] }]);
      expect(said).toContain(words);
    }
  });

  it('has a widget tag like the one the build wrote', () => {
    expect(widgetTag).toMatch(
      /^<script src="\/widget\/collect-payment@\S+\.js" integrity="sha384-\S+" crossorigin="anonymous"><\/script>$/,
    );
  });
});
