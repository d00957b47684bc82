import { config } from 'zod';
import { serve } from './calls.ts';
import { searchService } from './search-service.ts';

// As in the window: the policy lets nothing be compiled from text.
config({ jitless: true });
serve(searchService());
