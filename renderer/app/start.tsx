/** The console in its page, once the window's language is chosen. */
import { t } from '@lingui/core/macro';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../../shared/bridge/contract.ts';
import { whenKeptOpens } from '../store/kept.ts';
import { report } from '../store/report.ts';
import { forgetOldDrafts } from '../ui/draft.ts';
import { App } from './app.tsx';

/** @param unspoken why the words of the person's language could not be loaded; null where they are */
export function start(bridge: Bridge, unspoken: unknown): void {
  /** The page's nonce: the only way in for styles that Mantine makes while it runs. */
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  setNonce(nonce);
  // Not before: what cannot be opened yet is not too old.
  whenKeptOpens(() => forgetOldDrafts());
  if (unspoken !== null)
    report(
      unspoken,
      'loading the words of a language',
      t`The words of your language could not be loaded, so the console speaks English. Load the page again to try once more.`,
    );

  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root');
  createRoot(root).render(
    <StrictMode>
      <App bridge={bridge} nonce={nonce} />
    </StrictMode>,
  );
}
