// A live log of what <collect-payment> told the page; shared with the index page of the same browser.
(() => {
  const names = ['payment-state-change', 'payment-settled', 'payment-error', 'payment-before-close'];
  const channel = new BroadcastChannel('collect-payment-demo');

  function summary(event) {
    if (event.type === 'payment-state-change') return { status: event.session?.status, sequence: event.session?.sequence };
    if (event.type === 'payment-settled') {
      const { outcome, receipt } = event;
      return {
        status: outcome.status,
        approved: outcome.approvedAmount?.value,
        savedCard: outcome.savedCard,
        balanceDue: outcome.balanceDue?.value,
        transactionId: outcome.transactionId,
        receipt: receipt === undefined ? undefined : { card: receipt.card?.lastFour, authorization: receipt.authorizationNumber },
      };
    }
    if (event.type === 'payment-error') return { code: event.code, requestId: event.requestId };
    return {};
  }

  function show(list, entry) {
    const item = document.createElement('li');
    const time = document.createElement('time');
    time.dateTime = entry.at;
    time.textContent = new Date(entry.at).toLocaleTimeString();
    const text = document.createElement('span');
    const name = document.createElement('b');
    name.textContent = entry.name;
    text.append(name, ` ${JSON.stringify(entry.detail)}`);
    item.append(time, text);
    item.dataset.event = entry.name;
    list.prepend(item);
  }

  /** Logs the events of `target` into `list`, and tells the other pages of the demo. */
  globalThis.logEvents = (target, list, page) => {
    for (const name of names) {
      target.addEventListener(name, (event) => {
        const entry = { name, page, at: new Date().toISOString(), detail: summary(event) };
        show(list, entry);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has no target
        channel.postMessage(entry);
      });
    }
  };

  /** Shows what the other pages log. */
  globalThis.followEvents = (list) => {
    channel.addEventListener('message', ({ data }) => show(list, { ...data, name: `${data.page} ${data.name}` }));
  };
})();
