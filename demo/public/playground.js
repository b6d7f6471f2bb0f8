// One element, dressed by the forms beside it. What belongs to the session needs a new one; attributes change under way.
const byId = (id) => document.getElementById(id);
const { broker } = document.documentElement.dataset;
const place = byId('place');
const attributeNames = ['display', 'audience', 'lang', 'theme'];
const chosen = (form) => Object.fromEntries([...new FormData(byId(form))].filter(([, value]) => value !== ''));

function dress(element) {
  const values = chosen('attributes');
  for (const name of attributeNames) {
    if (values[name] === undefined) element.removeAttribute(name);
    else element.setAttribute(name, values[name]);
  }
}

/** The tag as a page of one's own would have it. */
function tag(element) {
  const own = { broker, 'session-url': '/api/collect' };
  const set = attributeNames.filter((name) => element.hasAttribute(name)).map((name) => [name, element.getAttribute(name)]);
  const attributes = [...Object.entries(own), ...set].map(([name, value]) => `\n  ${name}="${value}"`).join('');
  return `<${element.localName}${attributes}\n></${element.localName}>`;
}

async function showServer() {
  const terms = await (await fetch(`/api/playground/terms?${new URLSearchParams(chosen('session'))}`)).json();
  const head = [`POST ${broker}/v1/payment-sessions`, 'Authorization: Bearer sk_…', 'Idempotency-Key: …', 'Content-Type: application/json'];
  byId('server').textContent = `${head.join('\n')}\n\n${JSON.stringify(terms, undefined, 2)}`;
}

function renew(again = {}) {
  const element = document.createElement(chosen('attributes').element);
  element.setAttribute('broker', broker);
  element.setAttribute('session-url', `/api/playground/collect?${new URLSearchParams({ ...chosen('session'), ...again })}`);
  if (element.localName === 'collect-payment-frame') element.title = 'Collect payment';
  dress(element);
  place.replaceChildren(element);
  byId('page').textContent = tag(element);
  void showServer();
}

async function bring(happening, words) {
  const answer = await fetch(`/api/playground/happenings/${happening}`, { method: 'POST' });
  byId('happened').textContent = answer.ok ? `Done: ${words}.` : 'The sandbox did not do it.';
}

byId('session').addEventListener('submit', (event) => {
  event.preventDefault();
  renew();
});
byId('session').addEventListener('input', () => renew());
byId('attributes').addEventListener('submit', (event) => event.preventDefault());
byId('attributes').addEventListener('input', ({ target }) => {
  const element = place.firstElementChild;
  if (target.name === 'element') return renew();
  dress(element);
  byId('page').textContent = tag(element);
});
for (const button of byId('happenings').children) button.addEventListener('click', () => void bring(button.value, button.textContent));

logEvents(place, byId('log'), 'playground');
// A page that is loaded again, or come back to by "redirect", shows the payment it had.
renew({ again: true });
