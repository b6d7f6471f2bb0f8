// What the clerk is told when an earlier payment is in the way of a new one.
globalThis.clerkWords = {
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
