// The one script of the hosted pages. What it works with is in <body data-script>; without script the forms and links still work.
const input = JSON.parse(document.body.dataset.script ?? '{}');
const host = window.parent === window ? window.opener : window.parent;
document.documentElement.classList.add('script');

/** InstaMed's messages are JSON strings to whoever frames or opened the page (instamed-protocol.md §8). They carry nothing secret. */
function tell(message) {
  if (host) host.postMessage(JSON.stringify(message), '*');
}

function leave({ url, by, incontext }) {
  const framed = window.parent !== window;
  if (url === undefined) {
    tell({ closeInContext: true });
    if (!framed) window.close();
  } else if (by === 'parent' && framed) {
    tell({ returnURL: url });
    if (!incontext) sendParent(url);
  } else if (by === 'message' && framed) {
    tell({ redirectIframeUrl: url });
  } else {
    window.location.replace(url);
  }
}

/** A host without InstaMed's embed script hears no message; a browser may refuse the navigation instead. */
function sendParent(url) {
  try {
    window.parent.location.assign(url);
  } catch {
    // The message stands.
  }
}

const announced = { 120: 'This page closes in 2 minutes.', 30: 'This page closes in 30 seconds.' };

function countDown(remainingMs, selfUrl) {
  const end = performance.now() + remainingMs;
  const timer = document.querySelector('[data-timer]');
  const announcement = document.querySelector('[data-announce]');
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    timer.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    if (announced[left]) announcement.textContent = announced[left];
    if (left === 0) window.location.replace(selfUrl);
    else setTimeout(tick, 1000 - ((performance.now() - end + remainingMs) % 1000));
  };
  tick();
}

function showTender(form) {
  const chosen = new FormData(form).get('tender');
  for (const part of form.querySelectorAll('[data-tender]')) part.hidden = part.dataset.tender !== chosen;
}

function fillCard(form, number, entryMode) {
  const set = (name, value) => {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  };
  set(
    'cardNumber',
    number.replace(number.length === 15 ? /^(....)(......)(.....)$/ : /(....)(?=.)/g, number.length === 15 ? '$1 $2 $3' : '$1 '),
  );
  set('expiry', form.dataset.testExpiry);
  set('cvv', entryMode === 'Swiped' ? '' : number.startsWith('3') ? '1234' : '123');
  set('entryMode', entryMode);
}

function work(form) {
  form.addEventListener('change', () => showTender(form));
  showTender(form);
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'true';
  });
  const device = form.querySelector('[data-device]');
  const asked = device?.textContent;
  form.querySelector('[data-read-card]')?.addEventListener('click', () => {
    fillCard(form, '4111111111111111', 'Swiped');
    device.textContent = 'Card read: Visa ending 1111.';
  });
  for (const button of form.querySelectorAll('[data-test-card]')) {
    button.addEventListener('click', () => fillCard(form, button.dataset.testCard, 'Keyed'));
  }
  form.elements.namedItem('cardNumber')?.addEventListener('input', () => {
    const entryMode = form.elements.namedItem('entryMode');
    if (!entryMode) return;
    entryMode.value = 'Keyed';
    device.textContent = asked;
  });
}

const form = document.querySelector('form');
if (form) work(form);
document.querySelector('[data-focus]')?.focus();
document.querySelector('[data-print]')?.addEventListener('click', () => window.print());
document.querySelector('[data-leave]')?.addEventListener('click', (event) => {
  event.preventDefault();
  leave(input.leave);
});
if (input.launchInContext) tell({ launchInContext: true });
if (input.remainingMs !== undefined) countDown(input.remainingMs, input.selfUrl);
if (input.leaveNow) leave(input.leave);
