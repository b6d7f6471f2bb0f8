import { vietnamese } from './vi.ts';
import type { Messages } from './messages.ts';

/** Tiếng Việt, where a card is saved. */
export const vietnameseSaving: Messages = {
  ...vietnamese,
  payHint: 'Quý vị không bị tính tiền.',
  opening: 'Đang mở trang bảo mật…',
  securePage: 'Trang lưu thẻ bảo mật',
  askCancel: 'Ngừng lưu thẻ này?',
  cancelPayment: 'Không lưu thẻ',
  keepPaying: 'Tiếp tục',
  ownWindow: 'Trang lưu thẻ đang mở trong một cửa sổ riêng.',
  frameBlocked: 'Trang này không thể hiển thị trang lưu thẻ.',
  elsewhere: 'Trang lưu thẻ này đang mở trong một cửa sổ khác.',
  closed: 'Trang lưu thẻ đã đóng.',
  paidHint: 'Xin cảm ơn. Không có khoản tiền nào bị trừ.',
  declined: 'Thẻ bị từ chối và không được lưu.',
  anotherWay: 'Dùng thẻ khác',
  canceled: 'Đã hủy. Không có thẻ nào được lưu.',
  failed: 'Thẻ không được lưu.',
  expired: 'Trang lưu thẻ đã hết thời gian.',
  expiredHint: 'Chúng tôi vẫn đang kiểm tra. Nếu thẻ đã được lưu, chúng tôi sẽ báo cho quý vị.',
  unresolved: 'Chúng tôi chưa biết thẻ đã được lưu hay chưa.',
  doNotCollect: 'Không lưu thẻ lần nữa.',
  doNotPay: 'Xin đừng lưu thẻ lần nữa.',
  offline: 'Mất kết nối. Trang lưu thẻ không bị ảnh hưởng; trang này sẽ được cập nhật khi có lại kết nối.',
  cannotStart: 'Hiện không thể lưu thẻ ({code}).',
};
