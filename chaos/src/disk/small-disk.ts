import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const megabyte = 1024 * 1024;
const firstSize = 3 * megabyte;

/**
 * A file system of a few megabytes in memory, in a mount namespace of its own: nobody else on the machine sees it, and it is gone
 * with the process that holds it. Needs Linux and root.
 */
export class SmallDisk {
  /** For whoever is started by `enter`. */
  readonly path: string;
  readonly #holder: ChildProcess;
  #bytes = firstSize;

  private constructor(path: string, holder: ChildProcess) {
    this.path = path;
    this.#holder = holder;
  }

  /** Why there can be none here; undefined when there can. */
  static whyNot(): string | undefined {
    if (process.platform !== 'linux') return 'only on Linux';
    if (process.getuid?.() !== 0) return 'only as root';
    return spawnSync('unshare', ['-m', 'true']).status === 0 ? undefined : 'no mount namespace can be made here';
  }

  /** Mounts over an empty directory. */
  static async mount(path: string): Promise<SmallDisk> {
    const script = `mount -t tmpfs -o size=${firstSize},mode=0700 tmpfs "$1" && echo mounted && exec cat`;
    const holder = spawn('unshare', ['-m', 'sh', '-c', script, 'sh', path], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(holder.stdout), 'line')) as [string];
    if (line !== 'mounted') throw new Error('The small disk could not be mounted');
    return new SmallDisk(path, holder);
  }

  /** What stands before a command that is to see the disk. It becomes the command: signals reach it. */
  get enter(): readonly [string, ...string[]] {
    return ['nsenter', `--mount=/proc/${this.#holder.pid}/ns/mnt`];
  }

  /** Leaves not one block. */
  async fill(): Promise<void> {
    const { bavail, bsize } = statfsSync(this.#outside);
    try {
      writeFileSync(join(this.#outside, 'ballast'), new Uint8Array(bavail * bsize));
    } catch (error) {
      // The broker took the last block first: full is full.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }

  /** Takes the ballast away, and makes the disk larger when what is stored leaves less than that. */
  async makeRoom(leastBytes = megabyte): Promise<void> {
    rmSync(join(this.#outside, 'ballast'), { force: true });
    const { bavail, bsize } = statfsSync(this.#outside);
    if (bavail * bsize >= leastBytes) return;
    this.#bytes += leastBytes;
    const [program, ...values] = [...this.enter, 'mount', '-o', `remount,size=${this.#bytes}`, this.path];
    const { status } = spawnSync(program, values);
    if (status !== 0) throw new Error('The small disk could not be made larger');
  }

  async unmount(): Promise<void> {
    const ended = once(this.#holder, 'exit');
    this.#holder.stdin?.end();
    await ended;
  }

  /** The same disk, seen from here. */
  get #outside(): string {
    return `/proc/${this.#holder.pid}/root${this.path}`;
  }
}
