/** Beginning with one of these, a spreadsheet would take a text for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A table as CSV (RFC 4180) that spreadsheets read as UTF-8. No cell is one that they would carry out. */
export const csvOf = (rows: readonly (readonly (string | undefined)[])[]): string =>
  `\ufeff${rows.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;

function cell(text = ''): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
