/** The database was made by a newer console: it is read, never written. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { Dexie } from 'dexie';
import { DATABASE_VERSION } from '../store/database-versions.ts';
import { saveTextFile } from '../ui/save-file.ts';
import { Screen } from '../ui/screen.tsx';

async function everything(reader: Dexie): Promise<string> {
  const tables: Record<string, unknown[]> = {};
  for (const table of reader.tables.filter(({ name }) => name !== 'device'))
    tables[table.name] = await table.toArray();
  return JSON.stringify({ format: 'partner-console-database', version: reader.verno, tables }, null, 2);
}

export function NewerDatabase({ version, reader }: { version: number; reader: Dexie }) {
  return (
    <main className="alone">
      <Screen title={t`This computer’s data is newer than this console`}>
        <div className="card stack">
          <p>
            <Trans>
              The console’s database has version {version}; this console knows version {DATABASE_VERSION}. A
              newer console was used here before. Nothing was changed, and nothing can be lost: this console
              only reads.
            </Trans>
          </p>
          <p>
            <Trans>
              Start the newer console again. If you need what is here now, save all of it to a file.
            </Trans>
          </p>
          <div>
            <Button
              onClick={() =>
                void everything(reader).then((text) => saveTextFile('partner-console-data.json', text))
              }
            >
              <Trans>Save everything to a file</Trans>
            </Button>
          </div>
        </div>
      </Screen>
    </main>
  );
}
