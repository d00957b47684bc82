import './app/trusted-types.ts';
import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './app/tokens.css';
import './app/console.css';
import './app/desk.css';
import './features/review/review.css';
import './features/print/print.css';
import './features/credentials/credentials.css';
import { hearEarlyCall } from './app/early-call.ts';
import { getBridge } from './bridge/bridge.ts';
import { askFirst } from './bridge/first-asked.ts';
import { chooseLanguage } from './words/language.ts';

hearEarlyCall();
// Before the page counts as loaded: this tab's right to the shell stands in the address, which a next one takes the place of.
const bridge = getBridge();
// While the rest of the script is read.
const first = askFirst(bridge);

// First of all: a text of a module is said once, when the module is read.
void chooseLanguage(navigator.languages)
  .then(
    () => null,
    (unspoken: unknown) => unspoken,
  )
  .then(async (unspoken) => (await import('./app/start.tsx')).start(bridge, first, unspoken));
