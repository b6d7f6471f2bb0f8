// The index page: the live log of the other pages, and the source that runs.
const byId = (id) => document.getElementById(id);
followEvents(byId('log'));

async function showSource(id, url) {
  byId(id).textContent = await (await fetch(url)).text();
}
void showSource('page', '/source/portal.html');
void showSource('notice', '/assets/duplicate-notice.js');
void showSource('server', '/source/collect.ts');

async function startOver() {
  await fetch('/api/reset', { method: 'POST' });
  byId('reset-done').textContent = 'Every balance is due again.';
}
byId('reset').addEventListener('click', () => void startOver());
