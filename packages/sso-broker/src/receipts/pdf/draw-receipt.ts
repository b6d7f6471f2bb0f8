import Pdf from 'pdfkit';
import type { PrintedReceipt, PrintedRow } from '../printed-receipt.ts';
import { Pen } from './pen.ts';

const regular = { weight: 400, size: 10 } as const;
const strong = { weight: 700, size: 12 } as const;
const large = { weight: 700, size: 18 } as const;

/** In points: a Letter page, and one column of rows. */
const page = { width: 612, height: 792, margin: 54 };
const column = page.width - 2 * page.margin;
const nameWidth = 170;
const valueWidth = column - nameWidth - 16;

/**
 * Draws a receipt: tagged, with title and language, so that it can be read aloud; at most a few pages, as its texts are bounded.
 *
 * Deterministic: the same receipt gives the same bytes.
 */
export async function drawReceipt(receipt: PrintedReceipt): Promise<Uint8Array> {
  const { language, direction, title, printedAtMs } = receipt;
  const document = new Pdf({
    size: [page.width, page.height],
    margin: page.margin,
    pdfVersion: '1.7',
    tagged: true,
    lang: language,
    displayTitle: true,
    info: { Title: title, Creator: 'Collect Payment', CreationDate: new Date(printedAtMs) },
  });
  const bytes = collect(document);
  const root = document.struct('Document');
  document.addStructure(root);
  const pen = new Pen(document, root, direction, page);
  pen.paragraph('H1', receipt.heading, large);
  for (const amount of receipt.amounts) pen.paragraph('P', amount, large);
  if (receipt.notice !== undefined) pen.paragraph('P', receipt.notice, strong);
  pen.gap(12);
  drawRows(pen, receipt.rows);
  if (receipt.authorizationText !== undefined) {
    pen.gap(18);
    pen.paragraph('P', receipt.authorizationText, regular, 'auto');
  }
  if (receipt.signature !== undefined) {
    pen.room(70);
    pen.gap(48);
    pen.rule();
    pen.paragraph('P', receipt.signature, regular);
  }
  root.end();
  document.end();
  return bytes;
}

function drawRows(pen: Pen, rows: readonly PrintedRow[]): void {
  const list = pen.list();
  for (const { name, value } of rows) {
    const names = pen.wrap(name, nameWidth, regular);
    // Beside names of one direction stand values of any.
    const values = pen.wrap(value, valueWidth, regular, 'auto');
    pen.row(list, names, values, regular);
  }
  list.end();
}

function collect(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  document.on('end', () => resolve(Buffer.concat(chunks)));
  document.on('error', reject);
  return promise;
}
