/** What is typed takes the place of what the person saw, and of nothing that was written there meanwhile. */
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
