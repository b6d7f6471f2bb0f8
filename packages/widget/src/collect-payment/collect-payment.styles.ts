import { css } from 'lit';

/** Logical properties only: the same sheet serves right-to-left pages. Steps of 4 px. */
export const styles = css`
  :host {
    --accent: var(--collect-payment-accent, light-dark(#1d4ed8, #9cc0ff));
    --on-accent: var(--collect-payment-accent-text, light-dark(#fff, #0a1a33));
    --surface: var(--collect-payment-surface, light-dark(#fff, #15181d));
    --text: var(--collect-payment-text, light-dark(#14181f, #eef1f5));
    --muted: light-dark(#545c68, #a9b2bf);
    --line: light-dark(#d9dde3, #363c46);
    --paid: light-dark(#11703c, #6fd69b);
    --amber: light-dark(#fff5db, #35290a);
    --amber-line: light-dark(#b97a00, #d9a53a);
    display: block;
    color-scheme: light dark;
    container-type: inline-size;
    color: var(--text);
    font:
      1rem/1.5 var(--collect-payment-font, system-ui),
      sans-serif;
    text-align: start;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
  .card {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--collect-payment-radius, 12px);
    overflow: clip;
  }
  .body {
    display: grid;
    gap: 12px;
    padding: 20px;
  }
  .amber {
    background: var(--amber);
    border-inline-start: 4px solid var(--amber-line);
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .amount {
    font-size: clamp(2rem, 11cqi, 2.75rem);
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.02em;
    line-height: 1.15;
  }
  .lead {
    font-size: 1.125rem;
    font-weight: 600;
    line-height: 1.4;
    outline: none;
  }
  .hint {
    color: var(--muted);
    font-size: 0.9375rem;
  }
  .sum {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    outline: none;
  }
  .paid {
    color: var(--paid);
  }
  svg {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .sum svg {
    inline-size: 2.75rem;
    block-size: 2.75rem;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 4px;
  }
  button {
    min-block-size: 44px;
    min-inline-size: 44px;
    padding: 8px 16px;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
    transition: background-color 120ms;
  }
  button:hover {
    background: color-mix(in srgb, currentcolor 8%, transparent);
  }
  button.main {
    flex: 1 1 12rem;
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
    font-variant-numeric: tabular-nums;
  }
  button.main:hover {
    background: color-mix(in srgb, var(--accent) 88%, var(--text));
  }
  button[aria-disabled='true'] {
    cursor: default;
  }
  button.main[aria-disabled='true'] {
    background: color-mix(in srgb, var(--accent) 12%, var(--surface));
    color: var(--text);
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    min-block-size: 52px;
    padding: 4px 4px 4px 16px;
    padding-inline: 16px 4px;
    border-block-end: 1px solid var(--line);
    font-size: 0.9375rem;
    font-variant-numeric: tabular-nums;
  }
  .bar > span {
    flex: 1;
    min-inline-size: 0;
  }
  .bar button {
    border-color: transparent;
  }
  .bar button.ask {
    border-color: var(--line);
  }
  .hosted {
    display: block;
    inline-size: 100%;
    block-size: var(--collect-payment-frame-height, 44rem);
    border: 0;
    background: #fff;
    color-scheme: light;
  }
  dialog {
    padding: 0;
    border: 1px solid var(--line);
    border-radius: var(--collect-payment-radius, 12px);
    inline-size: min(44rem, 100vw - 32px);
    block-size: min(52rem, 100dvh - 32px);
    background: var(--surface);
    color: var(--text);
    overflow: clip;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog .hosted {
    flex: 1;
    block-size: auto;
    min-block-size: 0;
  }
  dialog::backdrop {
    background: rgb(10 15 25 / 55%);
  }
  @media (width < 480px) {
    dialog {
      inline-size: 100vw;
      block-size: 100dvh;
      max-inline-size: none;
      max-block-size: none;
      border: 0;
      border-radius: 0;
    }
  }
  .track {
    block-size: 4px;
    border-radius: 2px;
    background: var(--line);
    overflow: clip;
  }
  .track::before {
    content: '';
    display: block;
    block-size: 100%;
    inline-size: 40%;
    border-radius: inherit;
    background: var(--accent);
  }
  .reference {
    font-family: ui-monospace, monospace;
    font-size: 0.875rem;
  }
  .notice {
    padding: 8px 20px;
    border-block-start: 1px solid var(--line);
    font-size: 0.9375rem;
  }
  .quiet {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    border: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    .track::before {
      animation: along 1.6s ease-in-out infinite alternate;
    }
  }
  @keyframes along {
    to {
      margin-inline-start: 60%;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    button {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .track::before {
      background: Highlight;
    }
    button.main {
      border-color: ButtonText;
    }
  }
`;
