import { config } from 'zod';
import { serve } from '../workers/calls.ts';
import { everythingService } from './search-everything.ts';

// As in the window: the policy lets nothing be compiled from text.
config({ jitless: true });
// What is found meanwhile is answered while the rest is still read.
serve(everythingService(), ['ready', 'failure']);
