import { serve } from './calls.ts';
import { logService } from './log-service.ts';

serve(logService());
