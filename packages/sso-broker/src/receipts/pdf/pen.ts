import { turnLigatures } from './turn-ligatures.ts';
import type { SetLine, TextStyle } from './set-line.ts';
import { wrapText } from './wrap-text.ts';

type Structure = PDFKit.PDFStructureElement;

/** In points. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

const leading = 1.4;

/** Writes lines from the top of a page to its end, and on the next. Everything it writes is part of the document's structure, and rules are not. */
export class Pen {
  readonly #document: PDFKit.PDFDocument;
  readonly #root: Structure;
  readonly #direction: 'ltr' | 'rtl';
  readonly #page: PageSize;
  #y: number;

  constructor(document: PDFKit.PDFDocument, root: Structure, direction: 'ltr' | 'rtl', page: PageSize) {
    this.#document = document;
    this.#root = root;
    this.#direction = direction;
    this.#page = page;
    this.#y = page.margin;
  }

  wrap(text: string, width: number, style: TextStyle, direction: 'own' | 'auto' = 'own'): readonly SetLine[] {
    return wrapText(text, direction === 'own' ? this.#direction : direction, width, style);
  }

  paragraph(tag: string, text: string, style: TextStyle, direction: 'own' | 'auto' = 'own'): void {
    const { width, margin } = this.#page;
    const lines = this.wrap(text, width - 2 * margin, style, direction);
    const element = this.#document.struct(tag, actual(lines));
    this.#root.add(element);
    for (const line of lines) {
      this.room(style.size * leading);
      element.add(() => this.#draw(line, this.#start(line.width), this.#y, style));
      this.#y += style.size * leading;
    }
    element.end();
  }

  list(): Structure {
    const list = this.#document.struct('L');
    this.#root.add(list);
    return list;
  }

  /** A name, and its value at the other side. */
  row(list: Structure, names: readonly SetLine[], values: readonly SetLine[], style: TextStyle): void {
    const step = style.size * leading;
    this.room(Math.max(names.length, values.length) * step + 5);
    this.rule();
    const item = this.#document.struct('LI');
    list.add(item);
    const top = this.#y + 2.5;
    for (const [tag, lines, side] of [
      ['Lbl', names, 'start'],
      ['LBody', values, 'end'],
    ] as const) {
      const element = this.#document.struct(tag, actual(lines));
      item.add(element);
      for (const [at, line] of lines.entries()) {
        const x = side === 'start' ? this.#start(line.width) : this.#end(line.width);
        element.add(() => this.#draw(line, x, top + at * step, style));
      }
      element.end();
    }
    item.end();
    this.#y = top + Math.max(names.length, values.length) * step + 2.5;
  }

  gap(points: number): void {
    this.#y += points;
  }

  /** Goes to a new page, unless there is room for so much on this one. */
  room(points: number): void {
    const { height, margin } = this.#page;
    if (this.#y + points <= height - margin) return;
    this.#document.addPage();
    this.#y = margin;
  }

  rule(): void {
    const { width, margin } = this.#page;
    this.#document.markContent('Artifact', { type: 'Layout' });
    this.#document
      .moveTo(margin, this.#y)
      .lineTo(width - margin, this.#y)
      .lineWidth(0.5)
      .strokeColor('#888888')
      .stroke();
    this.#document.endMarkedContent();
  }

  #start(width: number): number {
    return this.#direction === 'ltr' ? this.#page.margin : this.#page.width - this.#page.margin - width;
  }

  #end(width: number): number {
    return this.#direction === 'ltr' ? this.#page.width - this.#page.margin - width : this.#page.margin;
  }

  #draw(line: SetLine, x: number, y: number, { size }: TextStyle): void {
    let at = x;
    for (const { text, face, width } of line.runs) {
      this.#document.font(face.path).fontSize(size);
      turnLigatures(this.#document);
      // What its types do not know: a feature can be switched off too.
      const features = { ...face.features } as unknown as PDFKit.Mixins.OpenTypeFeatures[];
      this.#document.text(text, at, y + size, { lineBreak: false, baseline: 'alphabetic', features });
      at += width;
    }
  }
}

/** What a reader is to say where glyphs in their order would not be the text. */
function actual(lines: readonly SetLine[]): { readonly actual?: string } {
  return lines.some(({ isTurned }) => isTurned) ? { actual: lines.map(({ text }) => text).join(' ') } : {};
}
