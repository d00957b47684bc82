/** The one place that makes a window (security 1). */
import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { APP_URL } from './origin.ts';

export function windowOptions(preload: string, packaged: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1360,
    height: 900,
    minWidth: 640,
    minHeight: 480,
    title: 'Partner Console',
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

export function createWindow(preload: string, packaged: boolean): BrowserWindow {
  const window = new BrowserWindow(windowOptions(preload, packaged));
  window.once('ready-to-show', () => window.show());
  void window.loadURL(APP_URL);
  return window;
}
