// Dresses the element by its custom properties and parts, in a constructed style sheet: the page's policy allows no style attribute.
const form = document.getElementById('looks');
const element = document.querySelector('collect-payment');
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function dress() {
  const chosen = Object.fromEntries(new URLSearchParams(new FormData(form)));
  for (const name of ['lang', 'audience', 'theme']) element.setAttribute(name, chosen[name]);
  const rules = [
    'collect-payment {',
    ...['accent', 'accent-text', 'radius', 'font'].map((name) => `  --collect-payment-${name}: ${chosen[name]};`),
    '}',
    ...(chosen.parts ? ['collect-payment::part(amount) {', '  font-weight: 300;', '}'] : []),
  ].join('\n');
  sheet.replaceSync(rules);
  document.getElementById('css').textContent = rules;
  const ratio = contrast(chosen.accent, chosen['accent-text']);
  const verdict = ratio < 4.5 ? 'too little: text wants 4.5 to 1' : 'enough';
  document.getElementById('contrast').textContent = `Contrast of the button: ${ratio.toFixed(1)} to 1, ${verdict}.`;
}

form.addEventListener('input', dress);
form.addEventListener('submit', (event) => event.preventDefault());
dress();
