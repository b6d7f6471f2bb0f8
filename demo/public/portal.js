// The portal's own page: shows the statement, and asks its own server for the new balance when the widget says a payment is settled.
const words = {
  es: {
    skip: 'Ir a su estado de cuenta',
    language: 'Idioma',
    signedInAs: 'Sesión de',
    title: 'Su estado de cuenta',
    date: 'Fecha',
    service: 'Servicio',
    amount: 'Importe',
    balance: 'Saldo pendiente',
    pay: 'Pague su saldo',
    payment: 'Pago recibido',
    save: 'Guarde una tarjeta',
    onFile: 'Tarjeta guardada',
    ending: '{brand} terminada en {lastFour}',
    payByCard: 'Pagar {amount} con esta tarjeta',
    saveInstead: 'Guardar una tarjeta para más tarde',
    payInstead: 'Pagar en la página de pago',
    sold: {
      approved: 'Pagado.',
      declined: 'La tarjeta fue rechazada. No se cobró nada.',
      unknown: 'Todavía no lo sabemos. Lo estamos comprobando.',
    },
    reset: 'Empezar de nuevo',
    note: 'Los pagos se hacen en la página de pago segura de la clínica. La clínica nunca ve el número de su tarjeta.',
    'under-way': {
      title: 'Ya hay un pago en curso.',
      text: 'Se abrió una página para pagar {amount} de esta factura, quizá en otra ventana, y todavía se puede pagar en ella. Si se pagan las dos, usted paga dos veces.',
      back: 'Ir a ese pago',
      anew: 'Empezar otro pago de todos modos',
    },
    'may-still-be-paid': {
      title: 'El pago anterior todavía puede llegar a hacerse.',
      text: 'Un pago de {amount} se detuvo a las {time}, pero su página puede seguir abierta en alguna parte. Si se pagan los dos, usted paga dos veces.',
      back: 'Mostrar el pago anterior',
      anew: 'Empezar otro pago de todos modos',
    },
    'just-paid': {
      title: 'Esto se pagó hace poco.',
      text: 'Se pagaron {amount} de esta factura a las {time}. Pague de nuevo solo si queda algo por pagar.',
      back: 'Mostrar ese pago',
      anew: 'Pagar de nuevo',
    },
    checkAgain: 'Comprobar otra vez',
  },
  en: {
    payment: 'Payment received',
    save: 'Save a card',
    onFile: 'Card on file',
    ending: '{brand} ending {lastFour}',
    payByCard: 'Pay {amount} with this card',
    saveInstead: 'Save a card for later',
    payInstead: 'Pay on the payment page',
    sold: { approved: 'Paid.', declined: 'The card was declined. No money was taken.', unknown: 'We do not know yet. We are checking.' },
    'under-way': {
      title: 'A payment is already under way.',
      text: 'A page to pay {amount} of this invoice was opened, perhaps in another window, and can still be paid. If both are paid, you pay twice.',
      back: 'Go to that payment',
      anew: 'Start a new payment anyway',
    },
    'may-still-be-paid': {
      title: 'The earlier payment may still come through.',
      text: 'A payment of {amount} was stopped at {time}, but its page may still be open somewhere. If both are paid, you pay twice.',
      back: 'Show the earlier payment',
      anew: 'Start a new payment anyway',
    },
    'just-paid': {
      title: 'This was paid a short while ago.',
      text: '{amount} of this invoice was paid at {time}. Pay again only if there is more to pay.',
      back: 'Show that payment',
      anew: 'Pay again',
    },
    checkAgain: 'Check again',
  },
};
const query = new URLSearchParams(location.search);
const language = query.get('lang') === 'es' ? 'es' : 'en';
const account = query.get('account') ?? 'alvarez';
const byId = (id) => document.getElementById(id);
const locale = `${language}-US`;
const money = (value) => new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' }).format(Number(value));
const day = (date) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${date.slice(0, 10)}T00:00:00Z`));

document.documentElement.lang = locale;
for (const element of document.querySelectorAll('[data-text]')) {
  const translated = words[language][element.dataset.text];
  if (translated !== undefined) element.textContent = translated;
}

// Set before the widget's script runs, so that the element starts with what was chosen.
const pay = byId('pay');
const widget = pay.querySelector('collect-payment');
const choice = new URLSearchParams({ screen: query.get('screen') ?? 'standard-collect', sso: query.get('sso') ?? 'saml' });
collectWithNotice(pay, `/api/accounts/${encodeURIComponent(account)}/collect?${choice}`, words[language]);
widget.setAttribute('display', query.get('display') ?? 'embedded');
widget.setAttribute('lang', locale);
// The events bubble; the element itself makes way for another after a decision.
logEvents(pay, byId('log'), 'portal');

// A card is saved in the place of the payment; the balance can then be paid by it, without any page.
const saves = choice.get('screen') === 'save-on-file';
if (saves) byId('pay-title').textContent = words[language].save;
const otherWay = new URLSearchParams(query);
otherWay.set('screen', saves ? 'standard-collect' : 'save-on-file');
byId('other-way').href = `/portal?${otherWay}`;
byId('other-way').textContent = saves ? words[language].payInstead : words[language].saveInstead;

function showSavedCard({ savedCard, balance }) {
  byId('on-file').hidden = !saves || savedCard === undefined;
  if (savedCard === undefined) return;
  const { brand, lastFour } = savedCard;
  byId('saved-card').textContent = words[language].ending.replace('{brand}', brand).replace('{lastFour}', lastFour);
  byId('pay-by-saved-card').textContent = words[language].payByCard.replace('{amount}', money(balance));
  byId('pay-by-saved-card').disabled = Number(balance) <= 0;
}

async function payBySavedCard() {
  byId('pay-by-saved-card').disabled = true;
  const address = `/api/accounts/${encodeURIComponent(account)}/pay-by-saved-card`;
  const response = await fetch(address, { method: 'POST' }).catch(() => undefined);
  const { status, ...statement } = response?.ok ? await response.json() : {};
  byId('sold').textContent = words[language].sold[status] ?? words[language].sold.unknown;
  if (response?.ok) show(statement);
}

byId('pay-by-saved-card').addEventListener('click', () => void payBySavedCard());

function row(date, text, amount, className = '') {
  const line = document.createElement('tr');
  for (const [content, name] of [
    [date, 'wide'],
    [text, className],
    [amount, 'amount'],
  ]) {
    const cell = document.createElement('td');
    cell.textContent = content;
    cell.className = name;
    line.append(cell);
  }
  return line;
}

function show(statement) {
  byId('patient').textContent = statement.name;
  byId('invoice').textContent = statement.invoice;
  byId('charges').replaceChildren(
    ...statement.charges.map((charge) => row(day(charge.date), charge.text, money(charge.amount))),
    ...statement.payments.map((payment) => row(day(payment.at), words[language].payment, money(-payment.amount), 'paid')),
  );
  byId('balance').textContent = money(statement.balance);
  showSavedCard(statement);
}

async function refresh() {
  const response = await fetch(`/api/accounts/${encodeURIComponent(account)}`);
  if (response.ok) show(await response.json());
}

pay.addEventListener('payment-settled', () => void refresh());
// A payment that comes through after its cancel is no second settlement, only a change.
pay.addEventListener('payment-state-change', ({ session }) => {
  if (session?.outcome?.late === true) void refresh();
});

async function fillAccounts() {
  const accounts = await (await fetch('/api/accounts')).json();
  const portal = accounts.filter((entry) => entry.visit === undefined);
  byId('account').replaceChildren(...portal.map((entry) => new Option(entry.name, entry.id, false, entry.id === account)));
}

for (const [id, value] of [
  ['language', language],
  ['account', account],
  ['screen', choice.get('screen')],
  ['sso', choice.get('sso')],
  ['display', query.get('display') ?? 'embedded'],
]) {
  byId(id).value = value;
  byId(id).addEventListener('change', (event) => {
    query.set(id === 'language' ? 'lang' : id, event.target.value);
    location.search = query.toString();
  });
}
void fillAccounts();
void refresh();
