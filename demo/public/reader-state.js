// The reader beside the Collect buttons: whether there is one, what stands in the way, and how a clerk gives it to this page.
const byId = (id) => document.getElementById(id);
const wanted = new URLSearchParams(location.search).get('reader');

// Before anything looks: the simulated reader takes the place of the browser's own interfaces.
const simulated = wanted === 'simulated' ? await import('/assets/simulated-reader.js') : undefined;
simulated?.install();
const { describeReaders, preflight } = await import('/readers/preflight.js');

let found;

/** The buttons of the schedule follow the reader: they are drawn anew after each payment. */
function draw() {
  for (const button of document.querySelectorAll('.by-reader')) {
    button.hidden = found === undefined;
    const model = document.createElement('span');
    model.className = 'wide';
    model.textContent = ` (${found?.model})`;
    button.replaceChildren('Read card', model);
  }
}

const watch = preflight((state) => {
  byId('reader-state').textContent = describeReaders(state);
  const lines = state.trouble?.lines ?? [];
  byId('reader-lines').textContent = lines.join('\n');
  byId('reader-lines').hidden = lines.length === 0;
  byId('pair').disabled = state.trouble !== undefined;
  found = state.readers.find(({ dialect, reach }) => dialect !== undefined && (reach === 'hid' || reach === 'usb'));
  draw();
});
document.addEventListener('schedule-drawn', draw);
byId('pair').addEventListener('click', () => void watch.pair());

/** For InstaMed's page to be told which reader it will find. Undefined without one, and where another program holds it. */
globalThis.readerIdentity = async () => {
  if (found === undefined) return undefined;
  const { openReader, ReaderError } = await import('/readers/reader.js');
  try {
    return await openReader(found, { bus: navigator[found.api] }).identify();
  } catch (error) {
    if (!(error instanceof ReaderError)) throw error;
    return undefined;
  }
};

// What reads a card is loaded when a card is to be read.
async function read(visit) {
  const { readCard } = await import('/assets/read-card.js');
  await readCard(found, visit);
}
document.addEventListener('read-card', ({ visit }) => void read(visit));
