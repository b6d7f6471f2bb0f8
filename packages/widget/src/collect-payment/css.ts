/** A style sheet's text. Lit's own tag also checks what is put into it, which is more than a constant text needs. */
export const css = String.raw;
