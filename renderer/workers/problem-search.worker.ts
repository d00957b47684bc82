import { config } from 'zod';
import { serve } from './calls.ts';
import { problemSearchService } from './problem-search-service.ts';

// As in the window: the policy lets nothing be compiled from text.
config({ jitless: true });
serve(problemSearchService());
