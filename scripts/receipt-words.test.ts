import { expect, test } from 'vitest';
import { arabic } from '../packages/sso-broker/src/receipts/words/arabic.ts';
import { chinese } from '../packages/sso-broker/src/receipts/words/chinese.ts';
import { english } from '../packages/sso-broker/src/receipts/words/english.ts';
import { french } from '../packages/sso-broker/src/receipts/words/french.ts';
import { spanish } from '../packages/sso-broker/src/receipts/words/spanish.ts';
import { vietnamese } from '../packages/sso-broker/src/receipts/words/vietnamese.ts';
import { arabic as arabicOfWidget } from '../packages/widget/src/messages/ar.ts';
import { spanish as spanishOfWidget } from '../packages/widget/src/messages/es.ts';
import { french as frenchOfWidget } from '../packages/widget/src/messages/fr.ts';
import { english as englishOfWidget } from '../packages/widget/src/messages/messages.ts';
import { vietnamese as vietnameseOfWidget } from '../packages/widget/src/messages/vi.ts';
import { chinese as chineseOfWidget } from '../packages/widget/src/messages/zh.ts';

// The broker imports nothing of the widget, so both have the words of a receipt.
test.each([
  ['ar', arabic, arabicOfWidget],
  ['en', english, englishOfWidget],
  ['es', spanish, spanishOfWidget],
  ['fr', french, frenchOfWidget],
  ['vi', vietnamese, vietnameseOfWidget],
  ['zh', chinese, chineseOfWidget],
])('a printed receipt has the words of the widget’s: %s', (_language, printed, shown) => {
  const shared = Object.entries(printed).filter(([key]) => key in shown);
  expect(shared).toHaveLength(24);
  expect(Object.fromEntries(shared)).toEqual(Object.fromEntries(shared.map(([key]) => [key, shown[key as keyof typeof shown]])));
});
