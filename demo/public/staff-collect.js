// The page in the staff app's iframe: the widget, and a messenger that repeats its events to the app around it.
const query = new URLSearchParams(location.search);
const account = query.get('account') ?? '';
const widget = document.querySelector('collect-payment');
const choice = new URLSearchParams({ screen: query.get('screen') ?? 'simple-collect', sso: query.get('sso') ?? 'saml' });
widget.setAttribute('session-url', `/api/accounts/${encodeURIComponent(account)}/collect?${choice}`);
widget.setAttribute('display', query.get('display') ?? 'embedded');

const details = {
  'payment-state-change': (event) => ({ session: event.session }),
  'payment-settled': (event) => ({ outcome: event.outcome, receipt: event.receipt, session: event.session }),
  'payment-error': (event) => ({ code: event.code, requestId: event.requestId }),
};
for (const [type, detail] of Object.entries(details)) {
  widget.addEventListener(type, (event) => parent.postMessage({ type, account, detail: detail(event) }, location.origin));
}
