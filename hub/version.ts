/** Which hub this is: as its health, its log and its backups say it. */
import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

export const VERSION = (JSON.parse(text) as { version: string }).version;
