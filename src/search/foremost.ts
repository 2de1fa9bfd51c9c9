/** So many of these rows, those with the highest scores first; of equal ones the older first. */
export function foremost(rows: readonly number[], scores: Float64Array, most: number): number[] {
  const kept: number[] = [];
  const before = (a: number, b: number): boolean => {
    const difference = (scores[a] as number) - (scores[b] as number);
    return difference === 0 ? a < b : difference > 0;
  };
  for (const row of rows) {
    if (kept.length === most && !before(row, kept[most - 1] as number)) continue;
    if (kept.length === most) kept.pop();
    let at = kept.length;
    while (at > 0 && before(row, kept[at - 1] as number)) at -= 1;
    kept.splice(at, 0, row);
  }
  return kept;
}
