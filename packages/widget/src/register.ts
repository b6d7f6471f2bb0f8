/** Defines the element unless a script tag or another bundle has, or there is no page. */
export function register(name: string, element: CustomElementConstructor): void {
  const { customElements } = globalThis as { customElements?: CustomElementRegistry };
  if (customElements && !customElements.get(name)) customElements.define(name, element);
}
