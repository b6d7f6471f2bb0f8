import { createWriteStream, type WriteStream } from 'node:fs';

/** Takes every line that any process writes, keeps it in a file, and finds what must not be in it. */
export class LogBook {
  readonly #sentinels: readonly string[];
  readonly #file: WriteStream;
  /** `<process>: <sentinel>`; never the line, which would spread what it tells of. */
  readonly leaks: string[] = [];
  lines = 0;

  constructor(path: string, sentinels: readonly string[]) {
    this.#sentinels = sentinels;
    this.#file = createWriteStream(path);
  }

  write(process: string, line: string): void {
    this.lines += 1;
    this.#file.write(`${process} ${line}\n`);
    for (const sentinel of this.#sentinels) if (line.includes(sentinel)) this.leaks.push(`${process}: ${sentinel}`);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#file.end(resolve));
  }
}
