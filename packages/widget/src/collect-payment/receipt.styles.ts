import { css } from 'lit';

/** The receipt, on the screen and on paper: one column that fits an 80 mm roll as well as A4 and Letter. */
export const receiptStyles = css`
  .receipt {
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .receipt h2 {
    margin: 0;
    font-size: 1.125rem;
    font-weight: 600;
    outline: none;
  }
  .receipt .total {
    margin-block: 4px 12px;
    font-size: 2rem;
    font-weight: 650;
    line-height: 1.2;
  }
  .receipt dl {
    margin: 0;
  }
  .receipt dl > div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 16px;
    padding-block: 6px;
    border-block-start: 1px solid var(--line, #ccc);
  }
  .receipt dt {
    color: var(--muted, #444);
  }
  .receipt dd {
    margin: 0;
    text-align: end;
  }
  .receipt .terms {
    margin-block: 12px 0;
  }
  .receipt .signature {
    margin-block-start: 56px;
    padding-block-start: 4px;
    border-block-start: 1px solid currentcolor;
  }
`;

/** The style sheet of the printed page. */
export const printStyles = css`
  @page {
    margin: 5mm;
  }
  body {
    margin: 0 auto;
    max-inline-size: 120mm;
    font:
      10pt/1.4 system-ui,
      sans-serif;
    color: #000;
  }
  ${receiptStyles}
`;
