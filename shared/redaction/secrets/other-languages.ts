/** Labels of a password in other languages than English, and sentences that say what it is (RD20, RD25). */

/** A word each for 'password': with what names of fields are read by, they would be names of their own. */
const labels = [
  'contrase\u00f1a', // Spanish
  'has\u0142o', // Polish
  'heslo', // Czech, Slovak
  'senha', // Portuguese
  "parola(?: d['\u2019]ordine)?", // Italian, Romanian, Turkish
  '\u015fifre(?:si)?', // Turkish
  'l\u00f6senord(?:et)?', // Swedish
  'passord(?:et)?', // Norwegian
  '(?:adgangskode|kodeord)(?:n|et)?', // Danish
  'salasana', // Finnish
  'wachtwoord', // Dutch
  'jelsz\u00f3', // Hungarian
  'lozinka', // Croatian, Serbian
  '\u043f\u0430\u0440\u043e\u043b\u044c', // Russian
  '\u03ba\u03c9\u03b4\u03b9\u03ba\u03cc\u03c2', // Greek
  'parool', // Estonian
  '\u30d1\u30b9\u30ef\u30fc\u30c9', // Japanese
  '\u5bc6[\u7801\u78bc]', // Chinese
  '\ube44\ubc00\ubc88\ud638', // Korean
].join('|');

/** Of German only where it is the key of a network: `Schl\u00fcssel` alone is one of a door or a table too. */
const networkKey =
  'cl[e\u00e9](?: de)? (?:wpa[23]?|wi-?fi|r\u00e9seau)|clave (?:de(?:l| la)? )?(?:wi-?fi|wpa[23]?|red)|(?:chiave|chave|klucz|sleutel) (?:wi-?fi|wpa[23]?)|(?:wlan|wi-?fi|wpa2?|netzwerk|sicherheits|netz|radius|snmp)-?schl\u00fcssel';
/** What joins label and value in a sentence; what stands there then must look made up. */
const is = '(?:\u00e8|\u00e9|es|est|este|e|ist|is|\u00e4r|er|je|to|on|jest|\u662f|\u306f)';

/** Looked for once for both. */
const word = new RegExp(`${labels}|${networkKey}|schl\u00fcssel|clave|mot de passe`, 'i');
/** Labels that a sentence has, and forms do not need: they are read by their words there. */
const told = `${labels}|clave|mot de passe`;
/** Between such a label and what it is of. */
const of =
  '(?:\u043e\u0442|\u0434\u043b\u044f|\u043d\u0430|\u043a|od|do|dla|za|de|del|da|van|voor|f\u00f6r|f\u00fcr|til|till)';

/** The forms of statements, see statements.ts. */
export const otherLanguages = [
  // A sentence, in which capitals within a word say as much as a figure does.
  {
    word,
    madeUp: true,
    pattern: new RegExp(
      `((?:\ube44\ubc00\ubc88\ud638[\uc740\ub294\uac00][ \\t]{0,4}|(?:${told})(?:[ \\t]{1,4}[^\\s:=]{1,20}){0,4}[ \\t]{0,4}[:=][ \\t]{0,4}|(?:${told})(?:[ \\t]{1,4}\\p{L}{2,16}){0,3}[ \\t]{1,4}${is}[ \\t]{1,4}|(?:${labels})[ \\t]{1,4}${of}[ \\t]{1,4}\\p{L}{2,16}[ \\t]{1,4})["']?)([^\\s"',;]{4,100})`,
      'giu',
    ),
  },
  {
    word,
    pattern: new RegExp(
      `((?:(?:${labels}|${networkKey})["']?[ \\t]{0,4}[:=\uff1a][ \\t]{0,4}|(?:${labels})(?:[ \\t]{1,4}[^\\s:=]{1,20}){1,4}[ \\t]{0,4}[:=][ \\t]{0,4}(?=[^\\s"',;]{0,99}[0-9$!#@%&*])|(?:${labels})(?:[ \\t]{1,4}\\p{L}{2,16}){0,3}[ \\t]{1,4}${is}[ \\t]{1,4}(?=[^\\s"',;]{0,99}[0-9$!#@%&*])|(?:\u30d1\u30b9\u30ef\u30fc\u30c9|\u5bc6[\u7801\u78bc])[\u306f\u662f\u4e3a\u70ba][ \\t]{0,4}|(?:${labels})[ \\t]{1,4}(?=[^\\s"',;]{0,60}[0-9])(?=[^\\s"',;]{0,60}\\p{L})(?=[^\\s"',;]{6}))["']?)([^\\s"',;]{3,100})`,
      'giu',
    ),
  },
];
