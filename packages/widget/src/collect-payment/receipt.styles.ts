import { css } from './css.ts';

/** The receipt, on the screen and on paper: one column that fits an 80 mm roll as well as A4 and Letter. */
export const receiptStyles = css`
  dl div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 16px;
    padding-block: 6px;
    border-block-start: 1px solid var(--_line, #ccc);
  }
  dd {
    margin: 0;
    text-align: end;
  }
  .signature {
    margin-block-start: 64px;
    border-block-start: 1px solid;
  }
`;

/** The style sheet of the printed page. */
export const printStyles = css`
  @page {
    margin: 5mm;
  }
  body {
    margin: auto;
    max-inline-size: 120mm;
    font: 10pt/1.4 system-ui;
    overflow-wrap: anywhere;
  }
  ${receiptStyles}
`;
