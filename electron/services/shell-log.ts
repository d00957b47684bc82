/** What happened to the shell itself, for support: one JSON line an event, two files at the most, nothing of any customer. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fault, faultLine, faultOf } from '../../shared/base/fault.ts';

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
      // Unreported: a disk that refuses keeps nobody from working: there is no log then.
    }
  }

  /** At once, because the next thing may be the end. @param fields what is known of it: codes, counts, versions */
  write(level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown> = {}): void {
    const line = JSON.stringify({ time: this.#now().toISOString(), level, event, ...fields });
    try {
      if (existsSync(this.path) && statSync(this.path).size > MOST_BYTES) renameSync(this.path, this.#before);
      appendFileSync(this.path, `${line}\n`, { mode: 0o600 });
    } catch {
      // Unreported: as above.
    }
  }

  /** A fault of the page's, or of the shell's own. */
  fault(fault: Fault): void {
    this.write('error', 'fault', { ...fault });
  }

  /**
   * The one place where the shell reports a fault: into this log, and in a line to who watches the process. No message of the
   * error in either, because it can quote a customer's content.
   */
  report(error: unknown, where: string): void {
    const fault = faultOf(error, where);
    this.fault(fault);
    process.stderr.write(`A fault in ${faultLine(fault)}\n`);
  }

  /** Both files as one text, the older first. */
  read(): string {
    return [this.#before, this.path]
      .map((each) => (existsSync(each) ? readFileSync(each, 'utf8') : ''))
      .join('');
  }

  /** Both files as one, for a person to send. */
  async exportTo(path: string): Promise<void> {
    await writeFile(path, this.read(), { mode: 0o600 });
  }
}
