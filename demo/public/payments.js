// The front desk's payments: found by what the clinic knows, with what happened to each; void and refund go through the clinic's server.
const byId = (id) => document.getElementById(id);
const money = (value) => new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }).format(Number(value));
const time = (text) => new Date(text).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
const words = {
  captured: 'Paid',
  voided: 'Voided',
  partially_refunded: 'Partly refunded',
  refunded: 'Refunded',
  returned: 'Returned',
  charged_back: 'Charged back',
};
const desk = byId('desk');
/** The payment on the desk, and what is wished of it: its key is made once, so that a second click is the same wish. */
let payment;
let wish;

async function ask(path, body) {
  const response = await fetch(`/api/payments/${path}`, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return response.json();
}

function element(name, text, className = '') {
  const made = document.createElement(name);
  made.append(text);
  made.className = className;
  return made;
}

function rowOf(found) {
  const open = element('button', 'Open');
  open.type = 'button';
  open.setAttribute('aria-label', `Open ${money(found.amount)} of ${found.name ?? 'an unknown patient'}`);
  open.addEventListener('click', () => void showPayment(found.id));
  const row = document.createElement('tr');
  row.dataset.payment = found.id;
  row.append(
    element('td', found.name ?? 'Unknown'),
    element('td', time(found.takenAt), 'wide'),
    element('td', words[found.status]),
    element('td', money(found.amount), 'amount'),
    element('td', open, 'amount'),
  );
  return row;
}

async function search() {
  const status = byId('status').value;
  const found = await ask('search', { text: byId('text').value, ...(status && { status }) });
  byId('payments').replaceChildren(...found.map((one) => rowOf(one)));
  byId('news').textContent = found.length === 1 ? '1 payment' : `${found.length} payments`;
}

async function showPayment(id) {
  payment = await ask(id);
  drawPayment();
  for (const part of ['wish', 'receipt', 'way-there']) byId(part).hidden = true;
  if (!desk.open) desk.showModal();
  if (payment.atInstaMed) void follow(id);
}

/** The record, and not InstaMed's window, says when it is done there. */
async function follow(id) {
  while (desk.open && payment.id === id && payment.atInstaMed) {
    await new Promise((resolve) => void setTimeout(resolve, 1_000));
    const now = await ask(id);
    if (!desk.open || payment.id !== id) return;
    payment = now;
    drawPayment();
  }
  void search();
}

function drawPayment() {
  const isOpen = Number(payment.refundable) > 0 && !payment.atInstaMed;
  const isVoidable = isOpen && payment.refundable === payment.amount;
  byId('desk-title').textContent = `${money(payment.amount)} · ${payment.name ?? 'Unknown'}`;
  byId('desk-news').textContent = payment.atInstaMed ? `${words[payment.status]}, and open at InstaMed` : words[payment.status];
  byId('timeline').replaceChildren(
    ...payment.timeline.map(({ at, what, amount, reason }) =>
      element('li', [time(at), what, amount && money(amount), reason].filter(Boolean).join(' · ')),
    ),
  );
  for (const id of ['void', 'void-there']) byId(id).disabled = !isVoidable;
  for (const id of ['refund', 'refund-there']) byId(id).disabled = !isOpen;
}

function wishFor(what, by) {
  wish = { what, key: crypto.randomUUID(), ...(by && { by }) };
  byId('wish-title').textContent = what === 'void' ? `Void ${money(payment.amount)}` : 'Refund';
  byId('confirm').textContent = by ? 'Open InstaMed’s page' : what === 'void' ? 'Void the payment' : 'Refund';
  byId('amount-label').hidden = what === 'void';
  byId('amount').value = payment.refundable;
  byId('reason').value = '';
  byId('receipt').hidden = true;
  byId('wish').hidden = false;
  byId(what === 'void' ? 'reason' : 'amount').focus();
}

/** A window of its own, opened while the click still allows it; where the browser opens none there is a link to it. */
function openWindow() {
  const place = window.open('', '_blank');
  return {
    show(url) {
      byId('there').href = url;
      byId('way-there').hidden = false;
      if (place === null) return byId('there').focus();
      place.opener = null;
      place.location.replace(url);
    },
    close: () => place?.close(),
  };
}

async function openReceipt() {
  const place = openWindow();
  const { page, refused } = await ask(`${payment.id}/receipt-page`, {});
  if (page !== undefined) return place.show(page);
  place.close();
  byId('desk-news').textContent = `Not opened${refused ? `: ${refused}` : ''}`;
}

async function send() {
  const { what, key, by } = wish;
  const place = by && openWindow();
  const amount = what === 'refund' ? { amount: Number(byId('amount').value).toFixed(2) } : {};
  byId('confirm').disabled = true;
  const asked = { key, reason: byId('reason').value, ...amount, ...(by && { by }) };
  const { status, refused, page } = await ask(`${payment.id}/${what}`, asked);
  byId('confirm').disabled = false;
  if (page === undefined) place?.close();
  if (status === undefined) {
    byId('desk-news').textContent = `Not done${refused ? `: ${refused}` : ''}`;
    return;
  }
  await showPayment(payment.id);
  byId(byId(what).disabled ? 'close' : what).focus();
  if (page !== undefined) place?.show(page);
  void search();
}

async function reprint() {
  const lines = await ask(`${payment.id}/receipt`);
  byId('receipt-lines').replaceChildren(...lines.flatMap(([name, value]) => [element('dt', name, 'quiet'), element('dd', value)]));
  byId('wish').hidden = true;
  byId('receipt').hidden = false;
  byId('print').focus();
}

byId('search').addEventListener('submit', (event) => {
  event.preventDefault();
  void search();
});
byId('wish').addEventListener('submit', (event) => {
  event.preventDefault();
  void send();
});
byId('void').addEventListener('click', () => wishFor('void'));
byId('refund').addEventListener('click', () => wishFor('refund'));
byId('void-there').addEventListener('click', () => wishFor('void', 'screen'));
byId('refund-there').addEventListener('click', () => wishFor('refund', 'screen'));
byId('reprint-there').addEventListener('click', () => void openReceipt());
byId('reprint').addEventListener('click', () => void reprint());
byId('print').addEventListener('click', () => print());
byId('close').addEventListener('click', () => desk.close());
byId('find').disabled = false;
void search();
