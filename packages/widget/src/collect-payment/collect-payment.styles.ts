import { css } from './css.ts';

/**
 * Logical properties only: the same sheet serves right-to-left pages. Steps of 4 px. Nothing moves.
 * Our own properties are underscored: a host page may well have an --accent of its own, and feed it to ours.
 */
export const styles = css`
  :host {
    --_accent: var(--collect-payment-accent, light-dark(#1d4ed8, #9cc0ff));
    --_line: light-dark(#d5dae1, #3a414c);
    display: block;
    color-scheme: light dark;
    font:
      1rem/1.5 var(--collect-payment-font, system-ui),
      sans-serif;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  * {
    box-sizing: border-box;
    margin: 0;
  }
  [part='card'],
  dialog {
    background: var(--collect-payment-surface, light-dark(#fff, #15181d));
    border: 1px solid var(--_line);
    border-radius: var(--collect-payment-radius, 12px);
    color: var(--collect-payment-text, light-dark(#14181f, #eef1f5));
    overflow: clip;
  }
  .body,
  article {
    display: grid;
    gap: 12px;
  }
  .body {
    padding: 20px;
  }
  .busy {
    border-block-start: 4px solid var(--_accent);
  }
  .doubt {
    background: light-dark(#fff5db, #35290a);
    border-block-start: 4px solid #b97a00;
  }
  [part='amount'] {
    font-size: 2.25rem;
    font-weight: 650;
    line-height: 1.2;
  }
  .paid [part='amount']:first-of-type::before {
    content: '✓ ';
    color: light-dark(#11703c, #6fd69b);
  }
  .lead {
    font-size: 1.125rem;
    font-weight: 600;
  }
  .hint,
  dt {
    opacity: 0.75;
  }
  .buttons,
  [part='bar'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  [part='bar'] {
    padding: 4px;
    padding-inline-start: 16px;
    border-block-end: 1px solid var(--_line);
  }
  [part='bar'] p {
    flex: 1 14em;
  }
  button {
    min-inline-size: 44px;
    min-block-size: 44px;
    padding: 8px 16px;
    border: 1px solid var(--_line);
    border-radius: 8px;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 600;
  }
  [part='button'] {
    flex: 1 1 12rem;
    background: var(--_accent);
    color: var(--collect-payment-accent-text, light-dark(#fff, #0a1a33));
  }
  [aria-disabled='true'] {
    background: var(--_line);
    color: inherit;
  }
  :focus-visible {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }
  [part='frame'] {
    display: block;
    inline-size: 100%;
    block-size: var(--collect-payment-frame-height, 44rem);
    border: 0;
    background: #fff;
  }
  dialog {
    inline-size: min(44rem, 100%);
    block-size: min(52rem, 100%);
    margin: auto;
    padding: 0;
  }
  dialog[open] {
    display: flex;
    flex-flow: column;
  }
  dialog [part='frame'] {
    flex: 1;
    block-size: 0;
  }
  [part='notice']:not(:empty) {
    padding: 0 20px 12px;
  }
  .quiet {
    position: absolute;
    block-size: 1px;
    opacity: 0;
    overflow: hidden;
  }
`;
