/** A live token of the bench's own: as long as InstaMed's, and numbered. */
export const writeBenchToken = (number: number): string => `BENCH${String(number).padStart(8, '0')}${'A'.repeat(35)}`;

/** The number of the token in a request. */
export function readBenchToken(body: string): number | undefined {
  const [, digits] = /BENCH(\d{8})A/.exec(body) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
