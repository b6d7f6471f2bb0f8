import { expect, test } from 'vitest';
import { Clinic } from './harness.ts';
import { moved } from './samples.ts';

test('a payment is launched, followed and settled once, with its receipt', async () => {
  const clinic = await new Clinic().open();
  expect(clinic.buttons).toEqual(['Collect $125.00']);
  await clinic.press('Collect $125.00');
  expect(clinic.frame?.src).toContain('hosted.example');
  expect(clinic.words).toContain('Secure payment page · 15:00 left');
  await clinic.happens(moved(clinic.broker.session, 'open'));
  await clinic.happens(moved(clinic.broker.session, 'confirming'));
  expect(clinic.words).toContain('Confirming with InstaMed…');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(clinic.words).toContain('Paid $125.00');
  expect(clinic.words).toContain('Visa ending 1111');
  expect(clinic.settled).toHaveLength(1);
  expect(clinic.settled[0]?.receipt?.transactionId).toBe('0123456789abcdef0123456789abcdef');
  clinic.close();
});
