import { serve } from './calls.ts';
import { redactionService } from './redaction-service.ts';

serve(redactionService());
