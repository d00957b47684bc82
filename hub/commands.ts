/** What `npm run hub -- COMMAND` can do beside running a hub. */
import { groupNames } from './operator/group.ts';

/** Carries a command out with its arguments. @returns the exit code */
export type HubCommand = (args: string[]) => Promise<number>;

/** Each command by its name, loaded when it is asked for: what a running hub needs would take longer than most of them. */
export const commands: ReadonlyMap<string, HubCommand> = new Map<string, HubCommand>([
  ...groupNames.map((group): [string, HubCommand] => [
    group,
    async (args) => (await import('./operator/command.ts')).runOperatorCommand(group, args),
  ]),
  ['keys', async (args) => (await import('./issuing/keys-command.ts')).runKeysCommand(args)],
  ['check-blobs', async (args) => (await import('./blobs/check-command.ts')).runCheckBlobs(args)],
  ...(['backup', 'restore', 'verify'] as const).map((name): [string, HubCommand] => [
    name,
    async (args) => (await import('./backup/command.ts')).runCommand(name, args),
  ]),
]);
