import type { Bridge } from '../../shared/bridge/contract.ts';
import { browserBridge } from './browser.ts';

declare global {
  interface Window {
    /** Put there by Electron's preload; absent in a browser. */
    bridge?: Bridge;
  }
}

/** The bridge of the shell that runs this page. */
export function getBridge(): Bridge {
  return window.bridge ?? browserBridge();
}
