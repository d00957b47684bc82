/** The one place that makes a window (security 1). It opens where it stood last, in the colour of the page behind it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  Menu,
  nativeTheme,
  screen,
} from 'electron';
import { contextMenuTemplate } from './context-menu.ts';
import { APP_URL } from './origin.ts';
import { boundsFor, keepPlace, readPlace, SMALLEST } from './services/window-place.ts';

/** The page's own ground (`--ground`, renderer/app/tokens.css): no white flash before it is drawn. */
const GROUND = { light: '#f5f6f8', dark: '#131619' };

function windowOptions(
  preload: string,
  packaged: boolean,
  place: { width: number; height: number; x?: number; y?: number },
  dark: boolean,
): BrowserWindowConstructorOptions {
  return {
    ...place,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Partner Console',
    backgroundColor: dark ? GROUND.dark : GROUND.light,
    show: false,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !packaged,
    },
  };
}

/** The usable part of each screen, the main one first. */
function screens() {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  return [main, ...others].map(({ workArea }) => workArea);
}

/** On X11 a window brings its icon itself; the others take the program's. From source there is none. */
function ownIcon(): { icon: string } | null {
  const icon = join(process.resourcesPath ?? '', 'icon.png');
  return process.platform === 'linux' && existsSync(icon) ? { icon } : null;
}

export function createWindow(preload: string, packaged: boolean): BrowserWindow {
  const file = join(app.getPath('userData'), 'window.json');
  const kept = readPlace(file);
  const window = new BrowserWindow({
    ...windowOptions(preload, packaged, boundsFor(kept, screens()), nativeTheme.shouldUseDarkColors),
    ...ownIcon(),
  });
  const { webContents } = window;
  window.once('ready-to-show', () => {
    if (kept?.maximized) window.maximize();
    if (kept) webContents.setZoomLevel(kept.zoom);
    window.show();
  });
  window.on('close', () => {
    keepPlace(file, {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      zoom: webContents.isCrashed() ? 0 : webContents.getZoomLevel(),
    });
  });
  webContents.on('context-menu', (_event, pressed) => {
    const template = contextMenuTemplate(pressed);
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  });
  void window.loadURL(APP_URL);
  return window;
}
