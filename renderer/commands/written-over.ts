/** What is typed takes the place of what the person saw, and of nothing that was written there meanwhile. */
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

/**
 * The same console, by which a command changes a row only where its fields hold one of `over`; else it refuses with `changed`, and
 * nothing is written. Decided in the transaction of the store, so that of two windows one is told.
 * @param over fields as a patch has them
 */
export function writingOver<App extends Pick<AppServices, 'write'>>(app: App, over: readonly object[]): App {
  return {
    ...app,
    write: (edits) =>
      app.write(edits.map((edit) => (edit.op === 'patch' ? ({ ...edit, over } as Edit) : edit))),
  };
}

/**
 * How a field saves a text by a command that changes a row.
 * @param fields the text as the row has it: what is typed, and each that it may take the place of
 * @param change the command, with the console that it is to write by
 */
export function savingOver<App extends Pick<AppServices, 'write'>, Fields extends object>(
  app: App,
  fields: (text: string) => Fields,
  change: (by: App, after: Fields) => Promise<Outcome>,
): (text: string, over: readonly string[]) => Promise<Outcome> {
  return (text, over) => change(writingOver(app, over.map(fields)), fields(text));
}
