// The staff app: a schedule whose rows open the widget in an iframe, and turn paid when the clinic's server says so.
const byId = (id) => document.getElementById(id);
const money = (value) => new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }).format(Number(value));
const desk = byId('desk');
const frame = byId('frame');

// The iframe's page repeats the widget's events to this window; they are logged as if the widget were here.
const relay = new EventTarget();
logEvents(relay, byId('log'), 'staff');

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
  button.addEventListener('click', () => collect(visit));
  return button;
}

function collect(visit) {
  const choice = new URLSearchParams({
    account: visit.id,
    screen: byId('screen').value,
    sso: byId('sso').value,
    display: byId('display').value,
  });
  byId('desk-title').textContent = visit.name;
  frame.src = `/staff/collect?${choice}`;
  desk.showModal();
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
}

async function book({ account, detail }) {
  await fetch(`/api/accounts/${encodeURIComponent(account)}`);
  await refresh();
  byId('news').textContent = `${byId('desk-title').textContent}: ${detail.outcome.status.replace('_', ' ')}`;
}

addEventListener('message', (message) => {
  if (message.origin !== location.origin || message.source !== frame.contentWindow || typeof message.data?.type !== 'string') return;
  relay.dispatchEvent(Object.assign(new Event(message.data.type), message.data.detail));
  if (message.data.type === 'payment-settled') void book(message.data);
});

byId('close').addEventListener('click', () => desk.close());
desk.addEventListener('close', () => {
  frame.src = 'about:blank';
  void refresh();
});
void refresh();
