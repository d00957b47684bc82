/**
 * A root of its own for what has to be installed: the system as it is, and above it a layer in memory that takes every change and
 * goes with the test. Packages are installed by the system's own means, maintainer scripts and all, and nothing stays.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `/tmp` is the system's own, for displays and data; what is pivoted to is a whole root, in which a sandbox can be made. */
const MAKE = `set -e
mount -t tmpfs -o mode=0755 tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
for each in proc dev sys tmp; do mount --rbind "/$each" "$1/root/$each"; done
cd "$1/root"
mkdir -p .before
pivot_root . .before
cd /
umount -l /.before
echo ready
exec sleep infinity`;

export interface OwnRoot {
  /** Runs it there as root. @throws where it ends with another code than 0 */
  run(...command: string[]): string;
  /** What it answers, and how it ended. */
  ask(...command: string[]): { status: number | null; output: string };
  /** A program that runs this one there, as the ordinary user `console`. */
  asUser(program: string): string;
  remove(): void;
}

/** @returns the root, or in words why there is none here */
export async function ownRoot(): Promise<OwnRoot | { missing: string }> {
  if (process.getuid?.() !== 0) return { missing: 'only root can make a root of its own' };
  if (spawnSync('dpkg', ['--version']).error) return { missing: 'there is no dpkg' };
  const folder = mkdtempSync(join(process.env.PARTNER_CONSOLE_TEST_FOLDER ?? tmpdir(), 'own-root-'));
  const layers = mkdtempSync('/run/own-root-');
  chmodSync(folder, 0o755);
  const holder = spawn('unshare', ['--mount', 'sh', '-c', MAKE, 'sh', layers], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ready = await new Promise<boolean>((done) => {
    holder.once('error', () => done(false));
    holder.once('exit', () => done(false));
    for (const stream of [holder.stdout, holder.stderr])
      stream.on('data', (bytes: Buffer) => {
        said += bytes.toString();
        if (said.includes('ready')) done(true);
      });
  });
  const remove = () => {
    holder.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    rmSync(layers, { recursive: true, force: true });
  };
  if (!ready) {
    remove();
    return { missing: `this machine allows none (${said.trim().split('\n').at(-1) ?? 'no reason'})` };
  }
  const enter = ['--target', `${holder.pid}`, '--mount', '--'];
  return {
    run: (...command) => execFileSync('nsenter', [...enter, ...command], { encoding: 'utf8' }),
    ask: (...command) => {
      const { status, stdout, stderr } = spawnSync('nsenter', [...enter, ...command], { encoding: 'utf8' });
      return { status, output: `${stdout}${stderr}` };
    },
    asUser: (program) => {
      const script = join(folder, 'as-user');
      writeFileSync(
        script,
        `#!/bin/sh\nexec nsenter ${enter.join(' ')} setpriv --reuid=console --regid=console --init-groups env HOME=/home/console XDG_RUNTIME_DIR= DBUS_SESSION_BUS_ADDRESS=disabled: "${program}" "$@"\n`,
        { mode: 0o755 },
      );
      return script;
    },
    remove,
  };
}
