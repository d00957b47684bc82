/**
 * A client of `pg` takes one query at a time; from its next major version on, one beside another is refused. Today it warns once a
 * process, which nobody would see: here a test file in which it happens fails.
 */
process.on('warning', (warning) => {
  if (/client\.query\(\) when the client is already executing/.test(warning.message)) throw warning;
});
