import { afterEach, expect, test } from 'vitest';
import { Clinic } from './harness.ts';
import { moved } from './samples.ts';

afterEach(() => {
  Clinic.place = document.body;
});

/** An element of the host's own with a shadow root, inside another of that kind. */
function nestedRoot(): Element {
  const outer = document.createElement('div');
  const inner = document.createElement('div');
  outer.attachShadow({ mode: 'open' }).append(inner);
  inner.attachShadow({ mode: 'open' }).append(document.createElement('main'));
  document.body.append(outer);
  return inner.shadowRoot!.querySelector('main')!;
}

test('inside two shadow roots a payment is taken, and the document is told', async () => {
  const heard: string[] = [];
  const hear = ({ outcome }: HTMLElementEventMap['payment-settled']): void => void heard.push(outcome.status);
  document.addEventListener('payment-settled', hear as EventListener, { once: true });
  Clinic.place = nestedRoot();
  const clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  expect(clinic.frame?.contentWindow).not.toBeNull();
  await clinic.hears('{"closeInContext":true}', new URL(clinic.frame!.src).origin);
  await clinic.pass(1000);
  expect(clinic.words).toContain('Confirming with InstaMed…');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(clinic.words).toContain('Paid $125.00');
  expect(heard).toEqual(['approved']);
  clinic.close();
});
