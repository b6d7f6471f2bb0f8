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
    reset: 'Empezar de nuevo',
    note: 'Los pagos se hacen en la página de pago segura de la clínica. La clínica nunca ve el número de su tarjeta.',
  },
  en: { payment: 'Payment received' },
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
const widget = document.querySelector('collect-payment');
const choice = new URLSearchParams({ screen: query.get('screen') ?? 'standard-collect', sso: query.get('sso') ?? 'saml' });
widget.setAttribute('session-url', `/api/accounts/${encodeURIComponent(account)}/collect?${choice}`);
widget.setAttribute('display', query.get('display') ?? 'embedded');
widget.setAttribute('lang', locale);
logEvents(widget, byId('log'), 'portal');

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
}

async function refresh() {
  const response = await fetch(`/api/accounts/${encodeURIComponent(account)}`);
  if (response.ok) show(await response.json());
}

widget.addEventListener('payment-settled', () => void refresh());

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
