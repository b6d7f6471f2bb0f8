import { printStyles } from './receipt.styles.ts';

/**
 * Prints the receipt alone, not the host's page around it: a copy in an empty frame, whose style sheet is constructed
 * there, so that a strict `style-src` has nothing to refuse.
 */
export function printReceipt(receipt: Element): void {
  const frame = document.createElement('iframe');
  frame.className = 'quiet';
  receipt.after(frame);
  // Present at once, and of this origin: the frame is in the page and empty.
  const view = frame.contentWindow as Window & typeof globalThis;
  const page = view.document;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(printStyles);
  page.adoptedStyleSheets = [sheet];
  page.title = document.title;
  const { lang, dir } = receipt.closest('[lang]') as HTMLElement;
  Object.assign(page.documentElement, { lang, dir });
  page.body.append(page.importNode(receipt, true));
  view.addEventListener('afterprint', () => frame.remove());
  view.print();
}
