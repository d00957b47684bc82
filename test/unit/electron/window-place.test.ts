/** Where the window opens, and what the second mouse button offers. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { contextMenuTemplate } from '../../../electron/context-menu.ts';
import {
  boundsFor,
  keepPlace,
  readPlace,
  type WindowPlace,
} from '../../../electron/services/window-place.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const laptop = { x: 0, y: 0, width: 1280, height: 700 };
const beside = { x: 1280, y: 0, width: 2560, height: 1400 };
const place = (change: Partial<WindowPlace['bounds']> = {}): WindowPlace => ({
  bounds: { x: 1500, y: 100, width: 1600, height: 1200, ...change },
  maximized: false,
  zoom: 0,
});

describe('where the window opens', () => {
  test('the first time it fits the screen, and is no larger than is comfortable', () => {
    expect(boundsFor(null, [laptop])).toEqual({ width: 1280, height: 700 });
    expect(boundsFor(null, [beside])).toEqual({ width: 1360, height: 900 });
    expect(boundsFor(null, [{ x: 0, y: 0, width: 400, height: 300 }])).toEqual({ width: 640, height: 480 });
  });

  test('later it is where it stood', () => {
    expect(boundsFor(place(), [laptop, beside])).toEqual(place().bounds);
  });

  test('a screen that is gone, or on which nobody could take hold of it, is not believed', () => {
    for (const [kept, screens] of [
      [place(), [laptop]],
      [place({ x: 1280 + 2560 - 50 }), [laptop, beside]],
      [place({ y: -300 }), [laptop, beside]],
      [place({ y: 1390 }), [laptop, beside]],
    ] as const)
      expect(boundsFor(kept, screens)).toEqual({ width: 1280, height: 700 });
  });

  test('a screen that is smaller than it was makes the window smaller', () => {
    expect(boundsFor(place({ x: 10, y: 10 }), [laptop])).toEqual({ x: 10, y: 10, width: 1280, height: 700 });
  });

  test('what is kept is read again; what is damaged or absurd is as if it were not there', () => {
    const file = join(folder.path, 'deeper', 'window.json');
    expect(readPlace(file)).toBeNull();
    keepPlace(file, place());
    expect(readPlace(file)).toEqual(place());
    expect(readdirSync(join(folder.path, 'deeper'))).toEqual(['window.json']);
    for (const text of ['', '{', '{"bounds":null}', JSON.stringify({ ...place(), zoom: 99 })]) {
      writeFileSync(file, text);
      expect(readPlace(file)).toBeNull();
    }
    keepPlace(file, place());
    expect(readFileSync(file, 'utf8')).toContain('1500');
  });
});

describe('the menu of the second mouse button', () => {
  const flags = {
    canUndo: false,
    canRedo: false,
    canCut: false,
    canCopy: true,
    canPaste: true,
    canDelete: false,
    canSelectAll: true,
    canEditRichly: false,
  };
  const roles = (pressed: Parameters<typeof contextMenuTemplate>[0]) =>
    contextMenuTemplate(pressed).flatMap(({ role, enabled }) => (role && enabled ? [role] : []));

  test('in a field it does what can be done there; on marked text it copies; elsewhere there is none', () => {
    expect(roles({ isEditable: true, editFlags: flags, selectionText: '' })).toEqual([
      'copy',
      'paste',
      'pasteAndMatchStyle',
      'selectAll',
    ]);
    expect(roles({ isEditable: false, editFlags: flags, selectionText: 'T-10001' })).toEqual(['copy']);
    expect(contextMenuTemplate({ isEditable: false, editFlags: flags, selectionText: ' ' })).toEqual([]);
  });
});
