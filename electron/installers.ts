/** Hands an installer that was proved (security 23) to the system: the only file that the console ever has opened. */
import { shell } from 'electron';

/** @param path of the shell's own copy. @returns what keeps it from being opened, in words; null for nothing */
export async function openInstaller(path: string): Promise<string | null> {
  const problem = await shell.openPath(path);
  if (problem === '') return null;
  // No program of the system takes it, such as an AppImage: the person sees where it lies.
  shell.showItemInFolder(path);
  return problem;
}
