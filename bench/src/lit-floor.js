// The least a Lit element can be: what any script-tag element with Lit in it weighs before it does anything.
// JavaScript, because Lit's types would bring the browser's into a program of Node's.
import { LitElement, html } from 'lit';

class LitFloor extends LitElement {
  render() {
    return html`<p>Lit</p>`;
  }
}
customElements.define('lit-floor', LitFloor);
