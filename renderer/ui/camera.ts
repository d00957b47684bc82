/** The camera of this computer: on only while a screen has its picture, never with sound. */

/** Why there is no picture, by the name of what the browser throws, and what helps. */
import { t } from '@lingui/core/macro';

const failures: Readonly<Record<string, string>> = {
  NotAllowedError: t`The console may not use the camera. Allow it in the settings of this computer or browser, then try again.`,
  NotFoundError: t`This computer has no camera that the console can see.`,
  NotReadableError: t`The camera is in use by another program. Close that, then try again.`,
};
const OTHERWISE = t`The camera does not start.`;

/** What a failure of the camera means for the person, and what helps. */
export function cameraProblem(error: unknown): string {
  const { name } = error instanceof Error ? error : { name: '' };
  return failures[name] ?? OTHERWISE;
}

/** Turns the camera on. Whoever asks turns it off again by `closeCamera`. */
export const openCamera = (): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
    audio: false,
  });

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
