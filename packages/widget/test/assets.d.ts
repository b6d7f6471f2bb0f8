declare module '*.js?raw' {
  const text: string;
  export default text;
}

declare module '*.md?raw' {
  const text: string;
  export default text;
}

/** Vite's own: the texts of all files that match. */
interface ImportMeta {
  glob<File>(pattern: string, options: { readonly query: '?raw'; readonly import: 'default'; readonly eager: true }): Record<string, File>;
}
