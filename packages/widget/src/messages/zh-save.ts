import { chinese } from './zh.ts';
import type { Messages } from './messages.ts';

/** 简体中文, where a card is saved. */
export const chineseSaving: Messages = {
  ...chinese,
  payHint: '不会扣款。',
  opening: '正在打开安全页面…',
  securePage: '安全银行卡页面',
  askCancel: '不再保存这张卡吗？',
  cancelPayment: '不保存',
  keepPaying: '继续',
  ownWindow: '银行卡页面已在单独的窗口中打开。',
  frameBlocked: '此页面无法显示银行卡页面。',
  elsewhere: '此银行卡页面已在另一个窗口中打开。',
  closed: '银行卡页面已关闭。',
  paidHint: '谢谢。没有扣款。',
  declined: '此卡被拒绝，未保存。',
  anotherWay: '使用另一张卡',
  canceled: '已取消。没有保存任何卡。',
  failed: '此卡未保存。',
  expired: '银行卡页面已超时。',
  expiredHint: '我们会继续核查。如果此卡已经保存，我们会通知您。',
  unresolved: '我们尚不知道此卡是否已保存。',
  doNotCollect: '请勿再次保存。',
  doNotPay: '请不要再次保存。',
  offline: '您已离线。银行卡页面不受影响；恢复连接后会更新此页面。',
  cannotStart: '目前无法保存银行卡（{code}）。',
};
