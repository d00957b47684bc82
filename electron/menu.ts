/** The menu: what the palette does, where people look for it. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { EventPayload } from '../shared/bridge/contract.ts';

type Command = EventPayload<'menu.command'>['command'];

export function menuTemplate(
  send: (command: Command) => void,
  platform: string,
  saveLog: () => Promise<void>,
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
        item('Cases', 'cases', 'CmdOrCtrl+Shift+C'),
        item('Sync now', 'sync-now', 'CmdOrCtrl+Shift+S'),
        item('Settings', 'settings', 'CmdOrCtrl+,'),
        { type: 'separator' },
        { role: platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Search or do…', 'palette', 'CmdOrCtrl+K'),
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
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('The guide', 'help', 'F1'),
        { type: 'separator' },
        { label: 'Save the log…', click: () => void saveLog() },
        { role: 'about' },
      ],
    },
  ];
}

export function installMenu(send: (command: Command) => void, saveLog: () => Promise<void>): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(send, process.platform, saveLog)));
}
