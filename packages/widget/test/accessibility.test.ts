/// <reference types="@vitest/browser-playwright" />
import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { arabic } from '../src/messages/ar.ts';
import { spanish } from '../src/messages/es.ts';
import { addLanguage } from '../src/messages/languages.ts';
import { Clinic } from './harness.ts';
import { offline, overPage, stories } from './stories.ts';

// Every state as a person may meet it, all on one page: axe looks once at all of them.
const languages = ['en', 'es', 'ar'] as const;
const widths = [320, 1280] as const;
const appearances = {
  light: [{ name: 'prefers-color-scheme', value: 'light' }],
  dark: [{ name: 'prefers-color-scheme', value: 'dark' }],
  'forced colours': [{ name: 'forced-colors', value: 'active' }],
} as const;
const ways = languages.flatMap((language) =>
  widths.flatMap((width) => Object.entries(appearances).map(([appearance, features]) => ({ language, width, appearance, features }))),
);
type Way = (typeof ways)[number];

addLanguage('ar', arabic);
addLanguage('es', spanish);

async function meet(clinics: readonly Clinic[], { language, width, features }: Way): Promise<void> {
  await cdp().send('Emulation.setEmulatedMedia', { features: [...features] });
  await page.viewport(width, 800);
  document.documentElement.lang = language;
  for (const clinic of clinics) {
    clinic.element.requestUpdate();
    await clinic.element.updateComplete;
  }
}

async function findings(): Promise<readonly string[]> {
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // Of the page around the elements, which is not what is tested here; and two payments are open in it at once.
    rules: Object.fromEntries(
      ['region', 'page-has-heading-one', 'landmark-one-main', 'frame-title-unique'].map((rule) => [rule, { enabled: false }]),
    ),
    iframes: false,
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`));
}

const sidewards = (): number => document.documentElement.scrollWidth - document.documentElement.clientWidth;

/** What assistive technology is given of this page: `role name`, in its order. */
async function accessibilityTree(): Promise<readonly (readonly [role: string, name: string])[]> {
  const { frameTree } = await cdp().send('Page.getFrameTree');
  const frameId = frameOf(frameTree, location.href) ?? '';
  const { nodes } = await cdp().send('Accessibility.getFullAXTree', { frameId });
  return nodes.filter(({ ignored }) => !ignored).map(({ role, name }) => [String(role?.value ?? ''), String(name?.value ?? '')] as const);
}
interface FrameTree {
  readonly frame: { readonly id: string; readonly url: string };
  readonly childFrames?: readonly FrameTree[];
}
function frameOf({ frame, childFrames = [] }: FrameTree, url: string): string | undefined {
  return frame.url === url.replace(/#.*/, '') ? frame.id : childFrames.map((child) => frameOf(child, url)).find((id) => id !== undefined);
}

const named = new Set(['button', 'dialog', 'Iframe']);
const told = new Set([...named, 'heading', 'term', 'definition', 'status', 'alert']);

// The stories press buttons by their English names.
afterEach(() => (document.documentElement.lang = 'en'));
afterAll(() => cdp().send('Emulation.setEmulatedMedia', { features: [] }));

describe('every state at once', () => {
  const clinics: Clinic[] = [];

  beforeAll(async () => {
    for (const story of Object.values(stories)) {
      Clinic.place = document.body.appendChild(document.createElement('section'));
      clinics.push(await story());
    }
    Clinic.place = document.body;
  });

  afterAll(() => {
    for (const { element } of clinics) element.closest('section')?.remove();
  });

  test.each(ways)('has nothing axe objects to: $language, $width px, $appearance', async (way) => {
    await meet(clinics, way);
    expect(await findings()).toEqual([]);
    expect(sidewards()).toBe(0);
  });

  test('is the same tree for assistive technology in every language, and everything in it that acts has a name', async () => {
    const trees = [];
    for (const language of languages) {
      await meet(clinics, { language, width: 1280, appearance: 'light', features: appearances.light });
      const tree = await accessibilityTree();
      expect(tree.filter(([role, name]) => named.has(role) && name.trim() === '')).toEqual([]);
      trees.push(tree.map(([role]) => role).filter((role) => told.has(role)));
    }
    const [english = [], ...others] = trees;
    expect(english.filter((role) => role === 'button').length).toBeGreaterThan(40);
    for (const other of others) expect(other).toEqual(english);
  });
});

describe.each([
  ['over the page', overPage],
  ['offline', offline],
])('%s', (_, story) => {
  let clinic: Clinic | undefined;
  afterEach(() => {
    clinic?.close();
    window.dispatchEvent(new Event('online'));
  });

  test('has nothing axe objects to, in any language, at any width, in any colours', async () => {
    clinic = await story();
    for (const way of ways) {
      await meet([clinic], way);
      expect(await findings(), `${way.language}, ${way.width} px, ${way.appearance}`).toEqual([]);
      expect(sidewards()).toBe(0);
    }
  });
});
