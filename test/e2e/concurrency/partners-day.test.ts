/** The day that `npm run bench -- hub` measures, made small: whatever happens to a hub, nothing of it is lost. */
import { expect, test } from 'vitest';
import { type PlayedDay, playDay } from '../../bench/hub/day.ts';

const DAY = { partners: 2, devicesOfPartner: 3, desks: 1, seconds: 9, edits: 8, files: 2, packets: 3 };
/** The packet of each device of the first partner is three edits more, and its case is in pieces. */
const LEAST_EDITS = DAY.partners * DAY.devicesOfPartner * DAY.edits + DAY.packets * 4;

/** It has to be there, and nothing else may. */
function expectNothingLost(told: PlayedDay): void {
  expect(told.errors).toEqual({});
  const { lostPokes, lostRows, lostFields, apart, notOnce } = told;
  expect({ lostPokes, lostRows, lostFields, apart, notOnce }).toEqual({
    ...{ lostPokes: 0, lostRows: 0, lostFields: 0, apart: 0, notOnce: 0 },
  });
  expect(told.edits.length).toBeGreaterThanOrEqual(LEAST_EDITS);
  expect(told.times.file).toHaveLength(DAY.partners * DAY.devicesOfPartner * DAY.files);
  expect(told.times.poke.length).toBeGreaterThan(0);
}

test('[S3][S4][S8][S9] computers of partners and a desk at one hub with a folder: no error, every edit there once, no poke lost', async () => {
  expectNothingLost(await playDay({ atHubs: 1, grace: 120, ...DAY }));
});

test('[S3][S4][S8][S9] the same at three hubs with a bucket, of which one is killed and one comes: what it had begun is sent again, and is there once', async () => {
  expectNothingLost(await playDay({ atHubs: 3, grace: 120, ...DAY }));
});
