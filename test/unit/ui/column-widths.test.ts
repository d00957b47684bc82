/** How the room of a grid is shared among its columns. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Demand, demandOf, firstToLeave, shareRoom } from '../../../renderer/ui/column-widths.ts';

const column = (width: number): Demand => ({
  least: width,
  usual: width,
  whole: width,
  share: 0,
  first: false,
});
const text = (least: number, usual: number, whole: number, share: number): Demand => ({
  least,
  usual,
  whole,
  share,
  first: false,
});

describe('the room of a grid', () => {
  test('goes to the texts that would be cut, by their shares, and what is short keeps the width of what it holds', () => {
    expect(shareRoom(700, [column(76), text(140, 400, 400, 3), text(96, 136, 136, 2), column(104)])).toEqual([
      76, 384, 136, 104,
    ]);
    expect(shareRoom(480, [column(76), text(140, 400, 400, 3), text(96, 136, 136, 2), column(104)])).toEqual([
      76, 180, 120, 104,
    ]);
  });

  test('makes what is usual whole before one text that is longer than all others', () => {
    const demands = [text(140, 320, 320, 3), text(96, 136, 2_000, 2)];
    expect(shareRoom(460, demands)).toEqual([320, 140]);
    expect(shareRoom(1_000, demands)).toEqual([320, 680]);
  });

  test('makes whole what the rows are known by before the others, and leaves them their least', () => {
    const title = { ...text(120, 300, 2_000, 3), first: true };
    expect(shareRoom(400, [title, text(96, 240, 240, 3)])).toEqual([300, 100]);
    expect(shareRoom(300, [title, text(96, 240, 240, 3)])).toEqual([204, 96]);
    // One that is longer than all others takes nothing from them.
    expect(shareRoom(600, [title, text(96, 240, 240, 3)])).toEqual([360, 240]);
  });

  test('lies between the texts where nothing is cut any more', () => {
    expect(shareRoom(1_000, [column(100), text(100, 200, 200, 3), text(50, 100, 100, 1)])).toEqual([
      100, 650, 250,
    ]);
  });

  test('is left where the columns do not fit it at their least, so that the grid scrolls', () => {
    expect(shareRoom(200, [column(100), text(140, 400, 400, 3)])).toEqual([100, 140]);
  });

  test('is filled to the pixel, and no text is below its least, whatever the columns hold', () => {
    const demand = fc
      .tuple(fc.nat(300), fc.nat(400), fc.nat(3_000), fc.constantFrom(0, 0, 1, 2, 3))
      .map(([least, usual, whole, share]) =>
        share === 0 ? column(least) : text(least, least + usual, least + usual + whole, share),
      );
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 3_000 }),
        fc.array(demand, { minLength: 1 }),
        (room, columns) => {
          const widths = shareRoom(room, columns);
          const total = widths.reduce((sum, width) => sum + width, 0);
          const least = columns.reduce((sum, { least }) => sum + least, 0);
          const shared = columns.some(({ share }) => share > 0);
          expect(total).toBe(shared ? Math.max(room, least) : least);
          columns.forEach(({ least }, at) => {
            expect(widths[at]).toBeGreaterThanOrEqual(least);
          });
          // Beside a text of the usual length that is cut, no other has more than it needs for its own.
          columns.forEach((cut, at) => {
            if (cut.share === 0 || (widths[at] ?? 0) >= cut.usual) return;
            columns.forEach((other, where) => {
              // But for what rounding leaves.
              if (other.share > 0)
                expect(widths[where]).toBeLessThanOrEqual(
                  Math.max(other.least, other.usual) + columns.length,
                );
            });
          });
        },
      ),
    );
  });
});

describe('what a column asks for', () => {
  test('are its texts, what is drawn beside them, and its heading, within its bounds', () => {
    expect(demandOf({ share: 1, beside: 60 }, [100, 20, 40], 30, 16)).toEqual({
      least: 46,
      usual: 176,
      whole: 176,
      share: 1,
      first: false,
    });
    expect(demandOf({ least: 80, most: 120 }, [200], 30, 16)).toEqual(column(120));
    expect(demandOf({}, [], 60, 16)).toEqual(column(76));
    expect(demandOf({ most: 40 }, null, 60, 16)).toEqual(column(76));
    expect(demandOf({ most: 100 }, null, 30, 16)).toEqual(column(100));
  });

  test('is no more than its heading where it holds nothing, and its least only as far as it needs it', () => {
    expect(demandOf({ least: 124, beside: 66, share: 1 }, [0, 0], 50, 16)).toMatchObject({
      least: 66,
      whole: 66,
    });
    expect(demandOf({ least: 124, share: 1 }, [70], 50, 16)).toMatchObject({ least: 88, whole: 88 });
    expect(demandOf({ least: 124, share: 1 }, [300], 50, 16)).toMatchObject({ least: 124, whole: 320 });
  });

  test('is what is usual apart from what is rare', () => {
    const texts = [...Array.from({ length: 99 }, () => 100), 1_900];
    expect(demandOf({ share: 2 }, texts, 30, 16)).toMatchObject({ usual: 120, whole: 1_920 });
  });

  test('is the same for texts that are a letter longer, so that an edit moves no column', () => {
    expect(demandOf({ share: 1 }, [101], 0, 16)).toEqual(demandOf({ share: 1 }, [103], 0, 16));
  });
});

describe('what is left out of a grid that is too narrow', () => {
  const stays = (demand: Demand) => ({ ...demand, empty: false });
  const may = (demand: Demand, leaves: number, empty = false) => ({ ...demand, leaves, empty });

  test('is the column that may go first, and nothing where all fit at their least', () => {
    const all = [stays(text(140, 400, 400, 3)), may(column(100), 1), may(column(90), 2)];
    expect(firstToLeave(330, all)).toBeNull();
    expect(firstToLeave(329, all)).toBe(2);
    expect(firstToLeave(200, all.slice(0, 2))).toBe(1);
    // Nobody else may: the grid scrolls.
    expect(firstToLeave(100, all.slice(0, 1))).toBeNull();
  });

  test('is a column in which nothing stands already where a text would be cut beside it', () => {
    const all = [stays(text(140, 400, 400, 3)), may(column(60), 1, true), may(column(90), 2)];
    expect(firstToLeave(550, all)).toBeNull();
    expect(firstToLeave(549, all)).toBe(1);
    expect(firstToLeave(200, all)).toBe(1);
  });
});
