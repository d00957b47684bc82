/** The console in its page, once the window's language is chosen. */
import { t } from '@lingui/core/macro';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../../shared/bridge/contract.ts';
import type { FirstAnswers } from '../bridge/first-asked.ts';
import { forgetOldDrafts } from '../store/drafts.ts';
import { whenKeptOpens } from '../store/kept.ts';
import { report } from '../store/report.ts';
import { openApp } from '../views/app-services.ts';
import { App } from './app.tsx';

/**
 * @param first what the shell was asked when the page began
 * @param unspoken why the words of the person's language could not be loaded; null where they are
 */
export function start(bridge: Bridge, first: FirstAnswers, unspoken: unknown): void {
  // The database is opened while the page is drawn for the first time.
  const opening = openApp(bridge, first);
  // Unreported: who waits for it tells why it cannot be opened.
  opening.catch(() => undefined);
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
      <App bridge={bridge} opening={opening} nonce={nonce} />
    </StrictMode>,
  );
}
