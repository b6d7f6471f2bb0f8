/** Reads a port from the environment: 0 to 65535, where 0 means any free one. */
export function readPort(variable: string, fallback: number): number {
  const text = process.env[variable];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new Error(`${variable} is not a port: expected 0 to 65535.`);
  return port;
}

/** Says which variable moves a server off a port that something else holds. */
export function portTaken(variable: string, port: number): Error {
  return new Error(`Port ${port} is taken. Set ${variable} to a free port, or to 0 for any.`);
}
