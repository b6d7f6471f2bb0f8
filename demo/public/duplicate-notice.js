// Between <collect-payment>, in the page or framed, and our own server: where an earlier payment is in the way of a new one, a person decides, not the page.

/**
 * Gets the sessions of the widget in `place` from our server at `url`, and asks in the `.notice` beside it. Called before the widget's script
 * runs. `words` has, for each reason of the server's, what the notice says: `title`, `text`, and the names of the two choices. `more` is what our
 * page tells our server beside the widget's request.
 */
globalThis.collectWithNotice = (place, url, words, more = {}) => {
  const notice = place.querySelector('.notice');
  const [back, anew] = notice.querySelectorAll('button');
  const widget = () => place.querySelector('collect-payment, collect-payment-frame');
  let refusal = {};
  let decision = {};

  async function fetchSession(request) {
    const { earlier, despite } = decision;
    // A decision counts once: whatever is asked for later is judged anew.
    decision = {};
    if (earlier !== undefined) return earlier;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...request, ...more, despite }),
    });
    const answer = await response.json();
    if (answer.inTheWay !== undefined) ask(answer);
    // A refusal has no id and no clientSecret: the widget opens nothing, and rests unseen behind the notice.
    return answer;
  }

  function ask(answer) {
    refusal = answer;
    const { title, text, ...choices } = words[refusal.inTheWay];
    const { lang } = document.documentElement;
    const amount = new Intl.NumberFormat(lang, { style: 'currency', currency: 'USD' }).format(Number(refusal.amount));
    const time = new Intl.DateTimeFormat(lang, { timeStyle: 'short' }).format(new Date(refusal.at));
    notice.querySelector('strong').textContent = title;
    notice.querySelector('p').textContent = text.replace('{amount}', amount).replace('{time}', time);
    // What another system of the clinic's opened cannot be shown here, but it may be over by now.
    back.textContent = refusal.earlier === undefined ? words.checkAgain : choices.back;
    anew.textContent = choices.anew;
    const acting = document.activeElement === widget();
    widget().hidden = true;
    notice.hidden = false;
    if (acting) back.focus();
  }

  function decide(next) {
    decision = next;
    startOver();
    place.focus();
  }

  /** A new element asks for a session of its own; nothing of the one before is left. */
  function startOver() {
    notice.hidden = true;
    const fresh = widget().cloneNode();
    fresh.hidden = false;
    fresh.fetchSession = fetchSession;
    widget().replaceWith(fresh);
  }

  back.addEventListener('click', () => decide({ earlier: refusal.earlier }));
  anew.addEventListener('click', () => decide({ despite: refusal.inTheWay }));
  // The hidden widget goes on following the payment that was canceled: when it comes through, there is nothing left to ask.
  place.addEventListener('payment-state-change', ({ session }) => {
    if (session?.outcome?.approvedAmount === undefined) return;
    notice.hidden = true;
    widget().hidden = false;
  });
  // Settled meanwhile in another window: there is another session to be had, or a payment to be shown.
  place.addEventListener('payment-error', ({ code }) => {
    if (code === 'ERR_SESSION_SETTLED') startOver();
  });
  place.tabIndex = -1;
  widget().fetchSession = fetchSession;
};
