import { config } from 'zod';
import { serve } from './calls.ts';
import { outputsService } from './outputs-service.ts';

// As in the window: the policy lets nothing be compiled from text.
config({ jitless: true });
serve(outputsService());
