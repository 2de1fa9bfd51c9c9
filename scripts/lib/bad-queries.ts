/** Texts that nobody means, or means badly: each is answered or refused in words, and none takes long. */
export const BAD_TEXTS: readonly string[] = [
  ...['', ' ', '\t\n', '"', '""', '"""', '" "', '*', '-', '--', '- -', '+', '^', '()', '%', ':', '::', '.', '/', '\\'],
  // Operators, and marks that never end.
  ...['AND OR NOT', 'a AND', 'NEAR(', '"meeting', 'meeting"', '"a" "b', '-"a', '-"', 'licence:"', 'licence:', ':MIT'],
  ...['-'.repeat(200), '"'.repeat(199), ':'.repeat(200), '-"'.repeat(100), 'a:'.repeat(100), '-a:"'.repeat(50)],
  // The query language of FTS5, and SQL.
  ...['name:meeting* OR (NEAR("a" "b", 5)) NOT c^2', '{name summary}: x', 'rolle*katalog', 'a + b', '^agenda'],
  ...["'; DROP TABLE records;--", "' OR 1=1 --", '1; SELECT * FROM accounts', "') UNION SELECT 1,2,3 --", 'x\'"x'],
  // Letters that few expect.
  ...['😀', '👩‍👩‍👧‍👦 meeting', '🇩🇰🇮🇹', '😀'.repeat(100), '𝔯𝔬𝔩𝔩𝔢', '\ud800', 'a\udfff', 'İstanbul', 'ﬁle', '㍿'],
  ...[
    'إدارة الاجتماعات',
    'ניהול ישיבות',
    '\u202egnitеem',
    '\u200f\u200e',
    '会议管理',
    '회의',
    'ประชุม',
    '\ufeffmeeting',
  ],
  ...['\u0000', 'meet\u0000ing', '\u0001\u001b[31m', '\u007f\u0085', '\u2028\u2029', '\u00ad', 'e\u0301'.repeat(100)],
  ...[`a${'\u0301'.repeat(199)}`, 'ø'.repeat(200), 'ß'.repeat(200), 'ẞ', '１２３', '٣٤٥'],
  // Very long and very many words; what could be split in very many ways.
  ...['a'.repeat(200), 'ab'.repeat(100), 'a '.repeat(100), 'styring'.repeat(28), 'møde'.repeat(50), 'es'.repeat(100)],
  ...['abcdefgh '.repeat(22), 'zzzzzzzz yyyyyyyy xxxxxxxx wwwwwwww vvvvvvvv uuuuuuuu tttttttt ssssssss rrrrrrrr'],
  ...['de la e i og et und en di le il os', 'a b c d e f g h i j k l m n o p q r s t u v w x y z', 're st mo se co de'],
  ...['-a -b -c -d -e -f -g -h', '"de la" "de la" "de la"', '"e e e e e e e e e e e e e e"', '-de -la -et -und -di'],
  // What was slowest of thousands that were made at random: unknown words, phrases and exclusions of the most common ones.
  ...['"og til" "til at" "at og" "for at" "af de" "i en" "med en" "er en" "en del" "som er" "kan se" "der er"'],
  ...['"of the" -"in the" "to the" -"for the" "and the" -"on the" "with the" -"by the" "is a" -"of a"'],
  ...['software -og -the -de -la -and -of -for -il -und -en -et -les -di -to -in -is -med -til -der -die'],
  ...['missuring segrenamenti alle cogra tasoagge leziare servising forvoltning sovigraivo wader paloare wederselal'],
  ...['ssamsøgende rdinonoagge azirirezioe prboiprota zeubaueever wavolgroitro vsterwaer ljbetlæskab giaufleittlei'],
  ...['ncrcntsd horeiaca eeuruhha lmecenao colisocr cdsicmum lufuiocl udttsrna erdauale catmcatl cdalamei socamiti'],
  ...['coore delib data esser used budge and come dei mare tutti con den loro quest are proce servi comun citta ge'],
  ...[
    'mødestyringssager sagsbehandlingsforløb verwaltungsvorgangsbearbeitung raadsvergaderingsstukken byggesagsarkivering',
  ],
  ...[
    'true that rådhusbyggesag "nyt byråd" "users of" velbegwerhei "are from" "su this" -"waste to" r "una to" -"reso ma" i',
  ],
  // Names that objects have anyhow, and expressions that take other programs for ever.
  ...['__proto__', 'constructor', '__proto__:x', 'constructor:prototype', 'toString', '(a+)+$', '$[7*7]', '{{7*7}}'],
  ...['<script>alert(1)</script>', '../../etc/passwd', 'colour:red', 'licence:a '.repeat(20), 'country:dk '.repeat(18)],
];

/** Query strings of a search that are wrong as a whole. */
export const BAD_QUERIES: readonly string[] = [
  `q=${'a'.repeat(10_000)}`,
  `q=${encodeURIComponent('møde '.repeat(2_000))}`,
  `q=${'%22'.repeat(3_000)}`,
  Array.from({ length: 200 }, (_, i) => `country=A${i}`).join('&'),
  Array.from({ length: 200 }, (_, i) => `f${i}=x`).join('&'),
  Array.from({ length: 200 }, (_, i) => `${['task', 'host', 'licence', 'platform', 'category'][i % 5]}=v${i}`).join(
    '&',
  ),
  ...['colour=red', '__proto__=x', 'q[]=a', 'q=a&q=b', 'q=%', 'q=%zz', 'q=%ff%fe', 'q=%ed%a0%80', '&&&', '=', 'q'],
  ...['sort=size', 'limit=0', 'limit=1e9', 'limit=-1', 'explain=perhaps', 'lang=xx-', 'cursor=!', 'kind=adoption'],
  `cursor=${'A'.repeat(8_000)}`,
  `licence=${'x'.repeat(9_000)}`,
];
