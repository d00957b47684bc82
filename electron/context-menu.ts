/** The menu of the second mouse button: what can be done with the text that it was pressed on, and nothing of the web. */
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';

type Pressed = Pick<ContextMenuParams, 'isEditable' | 'editFlags' | 'selectionText'>;

/** Empty where there is nothing to do with what was pressed. */
export function contextMenuTemplate({
  isEditable,
  editFlags,
  selectionText,
}: Pressed): MenuItemConstructorOptions[] {
  if (isEditable)
    return [
      { role: 'undo', enabled: editFlags.canUndo },
      { role: 'redo', enabled: editFlags.canRedo },
      { type: 'separator' },
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { role: 'pasteAndMatchStyle', enabled: editFlags.canPaste, label: 'Paste as plain text' },
      { role: 'delete', enabled: editFlags.canDelete },
      { type: 'separator' },
      { role: 'selectAll', enabled: editFlags.canSelectAll },
    ];
  if (selectionText.trim() === '') return [];
  return [{ role: 'copy', enabled: editFlags.canCopy }];
}
