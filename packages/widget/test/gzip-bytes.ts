/** How many bytes a text takes on its way to the browser. */
export async function gzipBytes(text: string): Promise<number> {
  const compressed = new Response(text).body?.pipeThrough(new CompressionStream('gzip'));
  return (await new Response(compressed).arrayBuffer()).byteLength;
}
