// The staff app: a schedule whose rows open the widget in a frame of the broker's, and turn paid when the clinic's server says so.
const byId = (id) => document.getElementById(id);
const money = (value) => new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }).format(Number(value));
const desk = byId('desk');
/** `?start=auto`: one press opens the payment page, and a payment in full puts it away. A popup needs the person's own click. */
const fewestStrokes = new URLSearchParams(location.search).get('start') === 'auto';
function cell(content, className = '') {
  const element = document.createElement('td');
  element.append(content);
  element.className = className;
  return element;
}

function action(visit) {
  if (Number(visit.balance) <= 0) {
    const paid = document.createElement('span');
    paid.className = 'paid';
    paid.textContent = 'Paid';
    return paid;
  }
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'primary';
  button.textContent = 'Collect';
  button.setAttribute('aria-label', `Collect ${money(visit.balance)} from ${visit.name}`);
  button.addEventListener('click', () => void collect(visit));
  const reader = document.createElement('button');
  reader.type = 'button';
  reader.className = 'by-reader';
  reader.hidden = true;
  reader.setAttribute('aria-label', `Read a card for ${money(visit.balance)} from ${visit.name}`);
  reader.addEventListener('click', () => reader.dispatchEvent(Object.assign(new Event('read-card', { bubbles: true }), { visit })));
  const both = document.createElement('span');
  both.className = 'choices end';
  both.append(reader, button);
  return both;
}

/** A frame of its own for each visit: nothing of the one before is left. The reader says who it is before InstaMed's page has it. */
async function collect(visit) {
  const device = await globalThis.readerIdentity?.();
  const place = document.importNode(byId('collect').content, true).firstElementChild;
  const choice = new URLSearchParams({ screen: byId('screen').value, sso: byId('sso').value });
  place.querySelector('collect-payment-frame').setAttribute('display', byId('display').value);
  collectWithNotice(place, `/api/accounts/${encodeURIComponent(visit.id)}/collect?${choice}`, clerkWords, { device });
  logEvents(place, byId('log'), 'staff');
  place.addEventListener('payment-settled', ({ outcome }) => void book(visit, outcome));
  if (fewestStrokes && byId('display').value !== 'popup') startAtOnce(place.querySelector('collect-payment-frame'));
  byId('desk-title').textContent = visit.name;
  byId('place').replaceChildren(place);
  desk.showModal();
}

function startAtOnce(element) {
  const started = new AbortController();
  element.addEventListener(
    'payment-state-change',
    ({ view }) => {
      if (view !== 'idle') return;
      started.abort();
      element.start();
    },
    { signal: started.signal },
  );
}

async function refresh() {
  const accounts = await (await fetch('/api/accounts')).json();
  const visits = accounts.filter((account) => account.visit !== undefined);
  byId('visits').replaceChildren(
    ...visits.map((visit) => {
      const row = document.createElement('tr');
      row.dataset.account = visit.id;
      const due = Number(visit.balance) > 0 ? money(visit.balance) : money(visit.charges[0].amount);
      row.append(
        cell(visit.visit, 'time'),
        cell(visit.name),
        cell(visit.provider, 'wide'),
        cell(due, 'amount'),
        cell(action(visit), 'amount'),
      );
      return row;
    }),
  );
  document.dispatchEvent(new Event('schedule-drawn'));
}

document.addEventListener('visit-paid', ({ visit, outcome }) => void book(visit, outcome));

async function book(visit, outcome) {
  await fetch(`/api/accounts/${encodeURIComponent(visit.id)}`);
  await refresh();
  byId('news').textContent = `${visit.name}: ${outcome.status.replace('_', ' ')}`;
  if (!fewestStrokes || outcome.status !== 'approved') return;
  byId('news').textContent = `Paid ${money(outcome.approvedAmount.value)} · ${visit.name}`;
  byId('news').className = 'result';
  desk.close();
}

/** Where the keyboard goes once the desk is put away: to who is next. */
const nextVisit = () => byId('visits').querySelector('button.primary');

byId('close').addEventListener('click', () => desk.close());
desk.addEventListener('close', () => {
  byId('place').replaceChildren();
  void refresh().then(() => fewestStrokes && nextVisit()?.focus());
});
void refresh();
