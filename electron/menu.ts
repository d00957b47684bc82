/** The menu: what the palette does, where people look for it. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { EventPayload } from '../shared/bridge/contract.ts';

type Command = EventPayload<'menu.command'>['command'];

/** What the shell does itself. */
export interface MenuActs {
  openFile: () => Promise<void>;
  print: () => Promise<void>;
  saveLog: () => Promise<void>;
}

export function menuTemplate(
  send: (command: Command) => void,
  platform: string,
  acts: MenuActs,
): MenuItemConstructorOptions[] {
  const item = (label: string, command: Command, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => send(command),
  });
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        item('New case', 'new-case', 'CmdOrCtrl+N'),
        {
          label: 'Open a packet or case file…',
          accelerator: 'CmdOrCtrl+O',
          click: () => void acts.openFile(),
        },
        // Not Shift and C: in a case that is 'Check all'.
        item('Cases', 'cases', 'CmdOrCtrl+Shift+L'),
        item('Sync now', 'sync-now', 'CmdOrCtrl+Shift+S'),
        item('Settings', 'settings', 'CmdOrCtrl+,'),
        item('Lock', 'lock', 'CmdOrCtrl+Shift+K'),
        { type: 'separator' },
        { label: 'Print…', accelerator: 'CmdOrCtrl+P', click: () => void acts.print() },
        { type: 'separator' },
        { role: platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Search or do…', 'palette', 'CmdOrCtrl+K'),
        item('Find on this page…', 'find', 'CmdOrCtrl+F'),
        { type: 'separator' },
        { role: 'zoomIn' },
        // Of the keys with a plus, each keyboard and each person has another.
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+numadd', visible: false, acceleratorWorksWhenHidden: true },
        { role: 'zoomOut' },
        {
          role: 'zoomOut',
          accelerator: 'CmdOrCtrl+numsub',
          visible: false,
          acceleratorWorksWhenHidden: true,
        },
        { role: 'resetZoom' },
        {
          role: 'resetZoom',
          accelerator: 'CmdOrCtrl+num0',
          visible: false,
          acceleratorWorksWhenHidden: true,
        },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('The guide', 'help', 'F1'),
        { type: 'separator' },
        { label: 'Save the log…', click: () => void acts.saveLog() },
        { role: 'about' },
      ],
    },
  ];
}

export function installMenu(send: (command: Command) => void, acts: MenuActs): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(send, process.platform, acts)));
}
