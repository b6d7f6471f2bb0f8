/** A file of data beside the script: its one name, and the digest that a browser holds it to. */
export type DataFile = readonly [file: string, integrity: string];

/**
 * The list of the languages that come in files, and of those files (`Record<string, DataFile>`, by primary subtag). It is a file itself,
 * because five digests would be 3 % of the script. The build puts its name and digest here (`build.mjs`), which only a build can know.
 */
export const languagesFile: DataFile = ['collect-payment-languages.json', ''];
