/** No call may hang: longer than any page takes on a busy machine, and shorter than a test may take. */
const callBoundMs = 60_000;

/** Just as much of a WebDriver client (W3C WebDriver 1) as the facts need: no library on npm drives WebKitGTK without bringing other browsers along. */
export class WebDriver {
  readonly #base: string;

  private constructor(base: string) {
    this.#base = base;
  }

  static async open(driver: string, capabilities: object): Promise<WebDriver> {
    const { sessionId } = await send<{ sessionId: string }>('POST', `${driver}/session`, { capabilities: { alwaysMatch: capabilities } });
    return new WebDriver(`${driver}/session/${sessionId}`);
  }

  get<Value>(path: string): Promise<Value> {
    return send('GET', this.#base + path);
  }

  post<Value>(path: string, body: object = {}): Promise<Value> {
    return send('POST', this.#base + path, body);
  }

  delete(path = ''): Promise<unknown> {
    return send('DELETE', this.#base + path);
  }

  /** An element comes back as what the calls for elements take. */
  evaluate<Value>(expression: string): Promise<Value> {
    return this.post('/execute/sync', { script: `return (${expression});`, args: [] });
  }
}

async function send<Value>(method: string, url: string, body?: object): Promise<Value> {
  const answer = await fetch(url, {
    method,
    signal: AbortSignal.timeout(callBoundMs),
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const { value } = (await answer.json()) as { value: Value & { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value.error} ${value.message}`);
  return value;
}
