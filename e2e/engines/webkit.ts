import type { Engine, Place, Tab } from './tab.ts';
import { WebDriver } from './web-driver.ts';
import { displaySize, startWebKitProcesses, type WebKitPaths } from './webkit-processes.ts';

/** WebKitGTK by WebDriver. The driver has one session at a time: each tab is a browser of its own, as nothing is to be shared. */
export async function startWebKit(paths: WebKitPaths): Promise<Engine> {
  const { url, stop } = await startWebKitProcesses(paths);
  const capabilities = {
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: paths.browser, args: ['--automation'] },
    timeouts: { script: 30_000, pageLoad: 50_000 },
  };
  return {
    name: 'WebKit',
    open: async () => {
      const session = await WebDriver.open(url, capabilities);
      await session.post('/window/rect', { x: 0, y: 0, ...displaySize });
      const tab = tabOf(session, await session.get<string>('/window'));
      return { ...tab, close: async () => void (await session.delete()) };
    },
    stop,
  };
}

type Element = Readonly<Record<string, string>>;
const idOf = (element: Element): string => Object.values(element)[0] ?? '';

async function elementAt(session: WebDriver, expression: string): Promise<Element> {
  const element = await session.evaluate<Element | null>(expression);
  if (element === null) throw new Error(`nothing to use: ${expression}`);
  return element;
}

/** How often a thing may move before it is said that it never rests. */
const movesBound = 200;

/** Clicks what no longer moves: the driver clicks where it was when it was asked. */
async function clickAt(session: WebDriver, expression: string): Promise<void> {
  const where = () => session.evaluate<string>(`JSON.stringify((${expression})?.getBoundingClientRect())`);
  for (let moves = 0, last = await where(); ; moves += 1) {
    const now = await where();
    if (now === last) break;
    if (moves === movesBound) throw new Error(`does not rest: ${expression}`);
    last = now;
  }
  await session.post(`/element/${idOf(await elementAt(session, expression))}/click`);
}

/** `path` leads from the window to the frame: each is entered anew, for another call may have gone elsewhere since. */
function placeOf(session: WebDriver, window: string, path: readonly string[]): Place {
  const enter = async (): Promise<void> => {
    await session.post('/window', { handle: window });
    await session.post('/frame', { id: null });
    for (const expression of path) await session.post('/frame', { id: await elementAt(session, expression) });
  };
  return {
    read: async <Answer>(expression: string) => {
      await enter();
      return session.evaluate<Answer>(expression);
    },
    click: async (expression) => {
      await enter();
      await clickAt(session, expression);
    },
    // The click first: WebKit lets no script put the focus into a frame of another origin that nobody has touched.
    type: async (expression, text) => {
      await enter();
      await clickAt(session, expression);
      await session.post(`/element/${idOf(await elementAt(session, expression))}/value`, { text });
    },
    frame: (expression) => Promise.resolve(placeOf(session, window, [...path, expression])),
  };
}

function tabOf(session: WebDriver, window: string): Tab {
  const act = async (path: string, body?: object): Promise<void> => {
    await session.post('/window', { handle: window });
    await session.post(path, body);
  };
  return {
    ...placeOf(session, window, []),
    goto: (url) => act('/url', { url }),
    reload: () => act('/refresh'),
    back: () => act('/back'),
    forward: () => act('/forward'),
    popup: async () => {
      const handles = await session.get<readonly string[]>('/window/handles');
      const opened = handles.find((handle) => handle !== window);
      if (opened === undefined) throw new Error('no window was opened');
      return tabOf(session, opened);
    },
    close: async () => {
      await session.post('/window', { handle: window });
      await session.delete('/window');
    },
  };
}
