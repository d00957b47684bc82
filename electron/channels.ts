/** The two names by which main process and preload reach each other. */
export const CALL_CHANNEL = 'bridge:call';
export const EVENT_CHANNEL = 'bridge:event';
