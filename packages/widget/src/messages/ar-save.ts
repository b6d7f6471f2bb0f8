import { arabic } from './ar.ts';
import type { Messages } from './messages.ts';

/** العربية, where a card is saved. */
export const arabicSaving: Messages = {
  ...arabic,
  payHint: 'لن يُخصم أي مبلغ.',
  opening: 'جارٍ فتح الصفحة الآمنة…',
  securePage: 'صفحة البطاقة الآمنة',
  askCancel: 'هل تريد التوقف عن حفظ هذه البطاقة؟',
  cancelPayment: 'عدم حفظها',
  keepPaying: 'متابعة',
  ownWindow: 'صفحة البطاقة مفتوحة في نافذة مستقلة.',
  frameBlocked: 'لا يمكن عرض صفحة البطاقة داخل هذه الصفحة.',
  elsewhere: 'صفحة البطاقة هذه مفتوحة في نافذة أخرى.',
  closed: 'أُغلقت صفحة البطاقة.',
  paidHint: 'شكرًا لك. لم يُخصم أي مبلغ.',
  declined: 'رُفضت البطاقة ولم تُحفظ.',
  anotherWay: 'استخدام بطاقة أخرى',
  canceled: 'تم الإلغاء. لم تُحفظ أي بطاقة.',
  failed: 'لم تُحفظ البطاقة.',
  expired: 'انتهت مهلة صفحة البطاقة.',
  expiredHint: 'سنواصل التحقق. إذا كانت البطاقة قد حُفظت فسنخبرك.',
  unresolved: 'لا نعرف بعد ما إذا كانت البطاقة قد حُفظت.',
  doNotCollect: 'لا تحفظها مرة أخرى.',
  doNotPay: 'يُرجى عدم حفظها مرة أخرى.',
  offline: 'لا يوجد اتصال. لم تتأثر صفحة البطاقة، وسنحدّث هذه الصفحة عند عودة الاتصال.',
  cannotStart: 'لا يمكن حفظ البطاقات حاليًا (\u2068{code}\u2069).',
};
