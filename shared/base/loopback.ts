/** This computer itself, as the host of an address. Only there is a hub reached over plain http. */
export const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
