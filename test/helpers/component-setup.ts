/** How long a component test waits for what a screen shows: the browser shares its processors with all other tests. */
import { configure } from '@testing-library/react';

configure({ asyncUtilTimeout: 10_000 });

// All files share one origin: drafts that one left are none of the next one's.
localStorage.clear();
sessionStorage.clear();
