/// <reference lib="dom" />
// The least a Lit element can be: what any script-tag element with Lit in it weighs before it does anything.
import { LitElement, html } from 'lit';

class LitFloor extends LitElement {
  protected override render() {
    return html`<p>Lit</p>`;
  }
}
customElements.define('lit-floor', LitFloor);
