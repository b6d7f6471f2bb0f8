interface Glyph {
  id: number;
  codePoints: number[];
}

interface ShapedFont {
  layoutRun(text: string, features?: unknown): { readonly direction: string; readonly glyphs: readonly Glyph[] };
}

const turned = new WeakSet<ShapedFont>();

/**
 * Readers of PDFs take right-to-left glyphs from left to right and turn the whole text around, what a ligature stands for too; so what it stands for is
 * written the other way. pdfkit has no way to say it: its font's own step is stepped into.
 */
export function turnLigatures(document: PDFKit.PDFDocument): void {
  const { _font: font } = document as unknown as { readonly _font: ShapedFont };
  if (turned.has(font)) return;
  turned.add(font);
  const layout = font.layoutRun.bind(font);
  const done = new WeakSet<Glyph>();
  font.layoutRun = (text, features) => {
    const run = layout(text, features);
    if (run.direction !== 'rtl') return run;
    for (const glyph of run.glyphs) {
      if (!done.has(glyph)) glyph.codePoints = glyph.codePoints.toReversed();
      done.add(glyph);
    }
    return run;
  };
}
