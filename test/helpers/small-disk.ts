/** A file system of its own, to fill or to write-protect; only root on Linux can mount one. */
import { execFileSync } from 'node:child_process';
import { temporaryFolder } from './temporary-folder.ts';

export const whyNoSmallDisk =
  process.platform === 'linux' && process.getuid?.() === 0
    ? null
    : 'a full or read-only disk takes a file system of its own, which only root on Linux can mount';

export interface SmallDisk {
  path: string;
  /** Nothing more can be written, as on a disk that the system has write-protected after an error. */
  protect(): void;
  remove(): void;
}

export function smallDisk(megabytes: number): SmallDisk {
  const { path, remove } = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
  return {
    path,
    protect: () => {
      execFileSync('mount', ['-o', 'remount,ro', path]);
    },
    remove: () => {
      execFileSync('umount', ['-l', path]);
      remove();
    },
  };
}
