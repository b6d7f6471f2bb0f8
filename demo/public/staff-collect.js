// The page in the staff app's iframe: the widget, and a messenger that repeats its events to the app around it.
const words = {
  'under-way': {
    title: 'A payment is already under way.',
    text: 'A page for {amount} of this invoice was opened, perhaps by a colleague, and can still be paid. If both are paid, the patient pays twice.',
    back: 'Go to that payment',
    anew: 'Collect again anyway',
  },
  'may-still-be-paid': {
    title: 'The earlier payment may still come through.',
    text: 'A payment of {amount} was stopped at {time}, but its page may still be open somewhere. If both are paid, the patient pays twice.',
    back: 'Show the earlier payment',
    anew: 'Collect again anyway',
  },
  'just-paid': {
    title: 'This was paid a short while ago.',
    text: '{amount} of this invoice was paid at {time}. Collect again only if there is more to pay.',
    back: 'Show that payment',
    anew: 'Collect again',
  },
  checkAgain: 'Check again',
};
const query = new URLSearchParams(location.search);
const account = query.get('account') ?? '';
const place = document.querySelector('main');
const choice = new URLSearchParams({ screen: query.get('screen') ?? 'simple-collect', sso: query.get('sso') ?? 'saml' });
collectWithNotice(place, `/api/accounts/${encodeURIComponent(account)}/collect?${choice}`, words);
place.querySelector('collect-payment').setAttribute('display', query.get('display') ?? 'embedded');

const details = {
  'payment-state-change': (event) => ({ session: event.session }),
  'payment-settled': (event) => ({ outcome: event.outcome, receipt: event.receipt, session: event.session }),
  'payment-error': (event) => ({ code: event.code, requestId: event.requestId }),
};
for (const [type, detail] of Object.entries(details)) {
  place.addEventListener(type, (event) => parent.postMessage({ type, account, detail: detail(event) }, location.origin));
}
