/** What happened to the shell itself, for support: one JSON line an event, two files at the most, nothing of any customer. */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const MOST_BYTES = 512 * 1024;

export class ShellLog {
  /** The file that is written to now. */
  readonly path: string;
  readonly #before: string;
  readonly #now: () => Date;

  /** @param folder is made where it is not there */
  constructor(folder: string, now: () => Date) {
    this.path = join(folder, 'console.log');
    this.#before = join(folder, 'console.before.log');
    this.#now = now;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch {
      // A disk that refuses keeps nobody from working: there is no log then.
    }
  }

  /** At once, because the next thing may be the end. @param fields what is known of it: codes, counts, versions */
  write(level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown> = {}): void {
    const line = JSON.stringify({ time: this.#now().toISOString(), level, event, ...fields });
    try {
      if (existsSync(this.path) && statSync(this.path).size > MOST_BYTES) renameSync(this.path, this.#before);
      appendFileSync(this.path, `${line}\n`, { mode: 0o600 });
    } catch {
      // As above.
    }
  }

  /** Both files as one, for a person to send. */
  async exportTo(path: string): Promise<void> {
    const texts = [this.#before, this.path].filter((each) => existsSync(each));
    if (texts.length === 1 && texts[0]) return copyFileSync(texts[0], path);
    await writeFile(path, texts.map((each) => readFileSync(each, 'utf8')).join(''), { mode: 0o600 });
  }
}
