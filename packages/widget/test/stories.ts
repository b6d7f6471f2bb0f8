import type { PaymentSessionView } from '@collect-payment/contract';
import { refusal } from './broker-peer.ts';
import { Clinic } from './harness.ts';
import { addLanguage } from '../src/messages/languages.ts';
import { englishSaving } from '../src/messages/en-save.ts';
import { moved, sampleLaunch, sampleSaving, sampleSession } from './samples.ts';

const start = 'Collect $125.00';
const pay = 'Pay $125.00';
const lateMs = 299_000;

async function launched(clinic: Clinic): Promise<Clinic> {
  await clinic.open();
  await clinic.press(clinic.element.audience === 'staff' ? start : pay);
  return clinic;
}

async function told(status: PaymentSessionView['status'], audience: 'patient' | 'staff' = 'staff'): Promise<Clinic> {
  const clinic = new Clinic();
  clinic.element.audience = audience;
  await launched(clinic);
  await clinic.happens(moved(clinic.broker.session, status));
  return clinic;
}

const inPlace = async (display: 'embedded' | 'incontext' | 'popup'): Promise<Clinic> => {
  const clinic = new Clinic();
  clinic.element.display = display;
  if (display === 'popup') clinic.popup = quietWindow;
  return launched(clinic);
};

// A file of its own; how it is fetched, languages.test.ts tells.
addLanguage('en-save', englishSaving);

async function saving(status: PaymentSessionView['status'], audience: 'patient' | 'staff' = 'patient'): Promise<Clinic> {
  const clinic = await new Clinic(sampleSaving()).open();
  clinic.element.audience = audience;
  await clinic.press('Save a card');
  await clinic.happens(moved(clinic.broker.session, status));
  return clinic;
}

/** Stands for a popup that takes what it is told and says nothing. */
const quietWindow = { location: { replace: () => undefined }, focus: () => undefined, close: () => undefined } as unknown as Window;

/** Every state of ux.md, by the way a person gets there. */
export const stories: Readonly<Record<string, () => Promise<Clinic>>> = {
  'idle, staff': () => new Clinic().open(),
  'idle, patient': () => {
    const clinic = new Clinic();
    clinic.element.audience = 'patient';
    return clinic.open();
  },
  launching: async () => {
    const clinic = new Clinic();
    clinic.broker.next('/launch', () => new Promise<Response>(() => undefined));
    return launched(clinic);
  },
  'open, embedded': () => inPlace('embedded'),
  'open, asked to cancel': async () => {
    const clinic = await inPlace('embedded');
    await clinic.press('Cancel payment');
    return clinic;
  },
  'open, little time left': async () => {
    const clinic = new Clinic();
    clinic.broker.launch = sampleLaunch(clinic.clock.iso(lateMs));
    return launched(clinic);
  },
  'open, popup, little time left': async () => {
    const clinic = new Clinic();
    clinic.element.display = 'popup';
    clinic.popup = quietWindow;
    clinic.broker.launch = sampleLaunch(clinic.clock.iso(lateMs));
    return launched(clinic);
  },
  'open, popup': () => inPlace('popup'),
  'blocked window': async () => {
    const clinic = new Clinic();
    clinic.element.display = 'popup';
    return launched(clinic);
  },
  elsewhere: () => new Clinic(moved(sampleSession(), 'open')).open(),
  closed: async () => {
    const clinic = await inPlace('embedded');
    clinic.broker.session = moved(clinic.broker.session, 'open');
    await clinic.element.cancel();
    await clinic.rest();
    return clinic;
  },
  confirming: () => told('confirming'),
  approved: () => told('approved'),
  'approved, patient': () => told('approved', 'patient'),
  'partially approved': () => told('partially_approved'),
  declined: () => told('declined'),
  'declined, patient': () => told('declined', 'patient'),
  canceled: () => told('canceled'),
  failed: () => told('failed'),
  expired: () => told('expired'),
  unresolved: () => told('unresolved'),
  'unresolved, patient': () => told('unresolved', 'patient'),
  'cannot start': async () => {
    const clinic = new Clinic();
    clinic.broker.next('/launch', () => refusal(502, 'ERR_SSO_REJECTED'));
    return launched(clinic);
  },
  receipt: async () => {
    const clinic = await told('approved');
    await clinic.press('Receipt');
    return clinic;
  },
  done: async () => {
    const clinic = await told('approved');
    await clinic.press('Done');
    return clinic;
  },
  'a card to save': () => new Clinic(sampleSaving()).open(),
  'a card, page open': () => saving('open'),
  'a card, confirming': () => saving('confirming'),
  'a card, saved': () => saving('saved'),
  'a card, declined': () => saving('declined'),
  'a card, canceled': () => saving('canceled'),
  'a card, expired': () => saving('expired'),
  'a card, unresolved': () => saving('unresolved'),
  'a card, done': async () => {
    const clinic = await saving('saved', 'staff');
    await clinic.press('Done');
    return clinic;
  },
};

/** The whole page goes offline, and with it whatever else is on it. */
export async function offline(): Promise<Clinic> {
  const clinic = await inPlace('embedded');
  window.dispatchEvent(new Event('offline'));
  await clinic.rest();
  return clinic;
}

/** Over the page, and so one at a time. */
export const overPage = (): Promise<Clinic> => inPlace('incontext');
