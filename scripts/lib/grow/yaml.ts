/** Values as YAML 1.2 that looks as if typed by people: plain words where they can be, blocks for long texts. */
export function toYaml(value: object): string {
  return mapLines(value, '').join('\n').concat('\n');
}

const LONG = 70;
/** Words that mean the same with and without quotes. */
const PLAIN = /^[A-Za-zÀ-ɏ/][\wÀ-ɏ .,()/+-]*$/;
const NOT_TEXT = /^(null|true|false|yes|no|on|off|y|n)$/i;

function mapLines(map: object, indent: string): string[] {
  return Object.entries(map).flatMap(([key, value]) => entryLines(key, value, indent));
}

function entryLines(key: string, value: unknown, indent: string): string[] {
  if (Array.isArray(value)) return [`${indent}${key}:`, ...value.flatMap((item) => itemLines(item, `${indent}  `))];
  if (typeof value === 'object' && value !== null) return [`${indent}${key}:`, ...mapLines(value, `${indent}  `)];
  if (typeof value === 'string' && value.length > LONG && value.includes('\n')) {
    return [`${indent}${key}: |-`, ...value.split('\n').map((line) => (line === '' ? '' : `${indent}  ${line}`))];
  }
  return [`${indent}${key}: ${scalar(value)}`];
}

function itemLines(item: unknown, indent: string): string[] {
  if (typeof item !== 'object' || item === null) return [`${indent}- ${scalar(item)}`];
  const [first = '', ...rest] = mapLines(item, `${indent}  `);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  const plain = PLAIN.test(value) && !NOT_TEXT.test(value) && value.trim() === value;
  return plain ? value : JSON.stringify(value);
}
