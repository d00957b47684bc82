/** Of every journey: what its windows show is printed where one of its tests fails. */
import { afterEach } from 'vitest';
import { tellPages } from './open-pages.ts';

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await tellPages();
});
