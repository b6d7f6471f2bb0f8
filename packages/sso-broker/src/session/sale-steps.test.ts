import { describe, expect, it } from 'vitest';
import { approved, declined } from '../../test/session/receipts.ts';
import { found, launched, noReceipt, open, Story } from '../../test/session/story.ts';
import { terms } from '../../test/session/terms.ts';
import { judgeDuplicate } from './judge-duplicate.ts';
import { liveLaunchOf } from './live-launch.ts';
import { createSession } from './transition.ts';
import { TransitionError } from './transition-error.ts';

const sale = { device: { name: 'DynaFlex', serialNumber: 'B1', firmwareVersion: '1' }, entry: 'chip' } as const;
const intended = { type: 'saleIntended', token: 'T1', by: sale } as const;
const refused = { type: 'saleRefused', token: 'T1' } as const;
const forgone = { type: 'saleForgone' } as const;
const signedOn = new Story().next({ type: 'launchRequested', launchId: 'L1', display: 'popup', sale }).next(launched());
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const askedOf = () => new Story(createSession({ ...terms, tender: 'cash' }));
/** Whether another such sale may be made beside it. */
const judge = ({ session, atMs }: Story) => {
  const [next] = createSession({ ...terms, id: 'ps_2', tender: 'cash', createdAtMs: atMs });
  return judgeDuplicate(next, [session], { mode: 'refuse', recentlyPaidMs: 0 });
};

describe('a sale by a card reader', () => {
  it('is intended before it is sent, and looked for from the time by which an answer must have come', () => {
    const story = signedOn.next(intended);
    expect(story.session).toMatchObject({ status: 'confirming', current: { stage: 'reading', evidence: 'used' } });
    expect(story.due('T1')).toEqual({ type: 'readReceipt', token: 'T1', dueAtMs: story.atMs + 30_000, attempt: 0 });
  });

  it('is settled by the receipt of its answer, and is not late', () => {
    expect(signedOn.next(intended).next(found(approved)).session).toMatchObject({ status: 'approved', late: false, sale });
    expect(signedOn.next(intended).next(found(declined)).session).toMatchObject({ status: 'declined' });
  });

  it('whose answer never comes is in doubt for ever, wants a person, and is never called unpaid', () => {
    let story = signedOn.next(intended);
    const statuses = new Set<string>();
    for (let due = story.due('T1'); due !== undefined && story.atMs < 3 * dayMs; due = story.due('T1')) {
      if (due.dueAtMs <= story.atMs) break;
      story = story.at(due.dueAtMs, noReceipt('T1', 'attempt' in due ? due.attempt : 0));
      statuses.add(story.session.status);
    }
    expect(statuses).toEqual(new Set(['confirming', 'unresolved']));
    expect(story.session.notes.map(({ code }) => code)).toContain('receipt_never_found');
  });

  it('that is refused leaves the session open and its token watched, to be tried again', () => {
    const story = signedOn.next(intended).next(refused);
    expect(story.session).toMatchObject({ status: 'open', current: { stage: 'polling', token: 'T1' } });
    expect(story.due('T1')).toMatchObject({ type: 'pollToken' });
    expect(story.next(intended).session.status).toBe('confirming');
  });

  it('that was found paid is not withdrawn by a refusal that comes late', () => {
    const paid = signedOn.next(intended).next(found(approved));
    expect(paid.next(refused).session).toBe(paid.session);
  });

  it('that is refused gives way to InstaMed’s own page, on which no sale is made any more', () => {
    const story = signedOn.next(intended).next(refused).next(forgone);
    expect(story.session).toMatchObject({ status: 'open', current: { token: 'T1' } });
    expect(story.session).not.toHaveProperty('sale');
    expect(liveLaunchOf(story.session, story.atMs)).toMatchObject({ url: launched().url });
    expect(() => story.next(intended)).toThrow(TransitionError);
    expect(story.next(found(approved)).session).toMatchObject({ status: 'approved', late: false });
  });

  it('that is intended, or lost, gives way to no page', () => {
    const lost = signedOn.next(intended).next(noReceipt());
    for (const story of [signedOn.next(intended), lost]) expect(() => story.next(forgone)).toThrow(TransitionError);
    expect(open.next(forgone).session).toBe(open.session);
  });

  it('hands its page to nobody', () => {
    expect(liveLaunchOf(signedOn.session, signedOn.atMs)).toBeUndefined();
    expect(liveLaunchOf(open.session, open.atMs)).toBeDefined();
  });

  it('is not made on the sign-on of a page', () => {
    expect(() => open.next(intended)).toThrow(TransitionError);
  });

  it.each([
    ['before any sign-on', new Story()],
    ['twice', signedOn.next(intended)],
    ['after its payment', signedOn.next(intended).next(found(approved))],
  ])('is not made %s', (_, story) => {
    expect(() => story.next(intended)).toThrow(TransitionError);
  });

  it.each(['saved-card', 'cash'] as const)('by %s goes the same way, and keeps no more than that', (tender) => {
    const by = { tender };
    const story = new Story()
      .next({ type: 'launchRequested', launchId: 'L1', display: 'popup', sale: by })
      .next(launched())
      .next({ type: 'saleIntended', token: 'T1', by });
    expect(story.session).toMatchObject({ status: 'confirming', sale: { tender, page: { display: 'popup' } } });
    expect(story.next(found(approved)).session).toMatchObject({ status: 'approved', sale: { tender } });
    expect(story.next(refused).session).toMatchObject({ status: 'open', sale: { tender } });
    expect(liveLaunchOf(story.next(refused).session, story.atMs)).toBeUndefined();
  });

  it('that was refused and canceled stands in the way of no other; one that may have been made does', () => {
    const asked = askedOf()
      .next({ type: 'launchRequested', launchId: 'L1', display: 'popup', sale: { tender: 'cash' } })
      .next(launched());
    const sold = asked.next({ type: 'saleIntended', token: 'T1', by: { tender: 'cash' } });
    const canceled = sold.next(refused).next({ type: 'cancelRequested' }).next(noReceipt());
    const page = new Story().next({ type: 'launchRequested', launchId: 'L1', display: 'popup' }).next(launched());
    const canceledPage = page.next({ type: 'cancelRequested' }).next(noReceipt());
    expect([canceled, canceledPage].map(({ session }) => session.status)).toEqual(['canceled', 'canceled']);
    expect(judge(canceled).type).toBe('create');
    expect(judge(canceledPage)).toMatchObject({ type: 'refused', reason: 'may_be_paid' });
    for (const story of [askedOf(), asked, sold, sold.next(refused)])
      expect(judge(story)).toMatchObject({ type: 'refused', reason: 'live' });
  });

  it('is forgotten by the sign-on of a page that follows it', () => {
    const failed = new Story()
      .next({ type: 'launchRequested', launchId: 'L1', display: 'popup', sale })
      .next({ type: 'launchFailed', launchId: 'L1' });
    expect(failed.launch('L2', 'T2').session).not.toHaveProperty('sale');
  });
});
