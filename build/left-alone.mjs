/** Whether those who started a script are still there: `npm start` is to end with npm, also where only npm was ended. */
import { spawnSync } from 'node:child_process';

const LOOK_EVERY_MS = 500;

/**
 * The processes from the script's parent up to npm: a shell stands between. npm passes SIGTERM to that shell alone, and
 * SIGKILL to nobody, so that the script would go on unseen and hold its ports.
 * @param {string} list of `ps`: process id, parent's id and command of each
 * @param {number} pid of the script
 * @returns {number[]} empty where npm is not among its ancestors: started by hand it may outlive its terminal
 */
export function upToNpm(list, pid) {
  const processes = new Map(
    list.split('\n').flatMap((line) => {
      const [, id, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return id ? [[Number(id), { parent: Number(parent), command }]] : [];
    }),
  );
  const above = [];
  for (let at = processes.get(pid)?.parent; at !== undefined && at > 1; at = processes.get(at)?.parent) {
    above.push(at);
    if (/(^|[\\/\s])npm(-cli\.js|\.cmd)?(\s|$)/.test(processes.get(at)?.command ?? '')) return above;
  }
  return [];
}

/** Calls back once when npm, or the shell that it runs scripts in, is gone. Does nothing where there is no `ps`. */
export function whenLeftAlone(fire) {
  if (process.platform === 'win32' || process.env.npm_lifecycle_event === undefined) return;
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const above = upToNpm(stdout ?? '', process.pid);
  const look = setInterval(() => {
    if (above.every(isThere)) return;
    clearInterval(look);
    fire();
  }, LOOK_EVERY_MS);
  look.unref();
}

function isThere(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another person's process may not be asked, but is there.
    return error?.code === 'EPERM';
  }
}
