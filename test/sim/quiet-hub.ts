/** Imported before the hub is: its line for each request would bury what the simulator says. */
process.env.HUB_LOG_LEVEL ??= 'error';
