// Run in pages and frames. Times are milliseconds of one clock for all of them: that of `performance.timeOrigin`.

/** Notes when the next click came. */
export const listenForClick = `addEventListener('click', (event) => { globalThis.clickedAt = performance.timeOrigin + event.timeStamp }, { capture: true, once: true })`;
export const readClick = 'globalThis.clickedAt';

/** When a page or frame was first painted with something in it. */
export const readShown = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [entry] = list.getEntriesByName('first-contentful-paint');
    if (entry !== undefined) resolve(performance.timeOrigin + entry.startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

/** When the broker was asked for a launch and had answered, and when the frame for the address was opened. */
export const readLaunch = (sandbox: string): string => `(() => {
  const entries = performance.getEntriesByType('resource');
  const launch = entries.findLast(({ name }) => name.endsWith('/launch'));
  const frame = entries.findLast(({ name, initiatorType }) => initiatorType === 'iframe' && name.startsWith(${JSON.stringify(sandbox)}));
  const { timeOrigin } = performance;
  return { askedAt: timeOrigin + launch.startTime, answeredAt: timeOrigin + launch.responseEnd, openedAt: timeOrigin + frame.startTime };
})()`;

/** Opens an address in a frame at the top of the page, as large as the widget's. */
export const openDirectly = (url: string): string => `(() => {
  const frame = document.createElement('iframe');
  frame.width = 640;
  frame.height = 704;
  frame.src = ${JSON.stringify(url)};
  const openedAt = performance.timeOrigin + performance.now();
  document.body.prepend(frame);
  return openedAt;
})()`;
