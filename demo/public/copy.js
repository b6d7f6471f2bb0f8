// Buttons that copy the text of the element they name.
(() => {
  async function copy(button) {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = 'Copied';
  }
  for (const button of document.querySelectorAll('[data-copy]')) button.addEventListener('click', () => void copy(button));
})();
