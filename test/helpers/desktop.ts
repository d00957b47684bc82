/** What a journey in a real Electron starts from: a hub, the built console unpacked, and a display of its own. */
import { launchElectron, type RunningElectron, unpackedApplication, virtualDisplay } from './electron.ts';
import { startTestHub, type TestHub } from './hub.ts';

export interface Desktop {
  hub: TestHub;
  /** The program and the display, for a test that starts it otherwise. */
  executable: string;
  display: string;
  /** Starts the console on this data folder, at this hub. @param env of its process besides. @param args more of these */
  launch(data: string, env?: Record<string, string>, args?: readonly string[]): Promise<RunningElectron>;
}

/**
 * @param cleanups gets what ends each of them, to be run last first
 * @param options `before` is a script that runs before the console's own
 * @throws where this machine has no Electron runtime for tests
 */
export async function startDesktop(
  cleanups: (() => unknown)[],
  { before = '' }: { before?: string } = {},
): Promise<Desktop> {
  const hub = await startTestHub();
  cleanups.push(() => hub.stop());
  const { executable, remove } = unpackedApplication(before);
  cleanups.push(remove);
  const { display, stop } = await virtualDisplay();
  cleanups.push(stop);
  return {
    hub,
    executable,
    display,
    launch: (data, env = {}, args = []) =>
      launchElectron({ executable, display, data, hub: hub.url, env, args }),
  };
}
