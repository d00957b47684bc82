/** The picture of a packet that came by file, on a computer that the hub's changes do not reach. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { press } from '../test/helpers/journey.ts';

/** @param lead where the packet is open; `away` where it is not, and no network */
export async function shootImport(
  lead: Page,
  away: Page,
  folder: string,
  shoot: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const [download] = await Promise.all([
    lead.waitForEvent('download'),
    press(lead, 'button', 'Export the packet'),
  ]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  await away.goto(`${new URL(away.url()).origin}/#/cases/import`);
  await away.getByLabel('Packet or answer file').setInputFiles(path);
  await away.getByText('The packet is whole, signed, and of your organisation.').waitFor();
  await shoot(away, 'import-packet');
}
