import { archiveService } from './archive-service.ts';
import { serve } from './calls.ts';

serve(archiveService());
