/** The independent S3 service as a process of its own. Tells its address when it is ready, and ends when told to. */
import { startIndependentS3 } from '../../helpers/s3-independent.ts';

const { endpoint, bucket } = await startIndependentS3();
process.once('SIGTERM', () => process.exit());
process.send?.({ endpoint, bucket });
