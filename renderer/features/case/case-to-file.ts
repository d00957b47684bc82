/** The case as a file, with all that was typed into it, or not at all. */
import { t } from '@lingui/core/macro';
import { caseNumber } from '../../../shared/base/ids.ts';
import { exportCase } from '../../commands/cases.ts';
import { readUnsaved, unsavedWords } from '../../commands/unsaved-case.ts';
import { report } from '../../store/report.ts';
import { tell } from '../../ui/messages.ts';
import { saveTextFile } from '../../ui/save-file.ts';
import { saveHeld } from '../../ui/unsaved.ts';
import type { AppServices } from '../../views/app-services.ts';
import { leadToUnsaved } from './handoff/unsaved-texts.tsx';

export async function caseToFile(app: AppServices, caseId: string): Promise<void> {
  try {
    await saveHeld();
    const texts = await readUnsaved(app, caseId);
    if (texts.length > 0) {
      tell(t`Not exported. ${unsavedWords(texts)}`, { tone: 'bad' });
      return leadToUnsaved(caseId, t`Not exported.`, texts);
    }
    await saveTextFile(`${caseNumber(caseId)}.case.json`, await exportCase(app, caseId));
  } catch (error) {
    report(error, 'export');
    tell(t`The case could not be exported.`, { tone: 'bad' });
  }
}
