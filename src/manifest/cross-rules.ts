import type { ProblemSink } from './problem-list.ts';
import { isNull, isNumber, type MapNode, type Node } from './tree.ts';

/** Rules that concern several keys at once. */
export function checkAcross(root: MapNode, problems: ProblemSink): void {
  const maintenance = root.entries.get('maintenance')?.value;
  if (maintenance?.is === 'map') checkMaintenance(maintenance, problems);
  for (const name of ['IT', 'it']) checkExtension(root.entries.get(name)?.value, name, problems);
  const lower = root.entries.get('it');
  if (lower && present(root, 'IT') && present(root, 'it')) {
    problems.add(
      { rule: 'excluded', message: 'There are two Italian sections.', hint: 'Keep `IT` and remove `it`.' },
      '/it',
      lower.key,
    );
  }
}

/** Validators take a number for what it means before they compare: `1.0` is 1, and no version. */
function checkExtension(section: Node | undefined, name: string, problems: ProblemSink): void {
  const value = section?.is === 'map' ? section.entries.get('countryExtensionVersion')?.value : undefined;
  if (value?.is !== 'scalar' || !isNumber(value) || String(Number(value.text)) === value.text) return;
  problems.add(
    {
      rule: 'enum',
      message: `Without quotes ${value.text} is a number, and read as ${Number(value.text)}.`,
      hint: 'Put it in quotes.',
      suggestion: `"${value.text}"`,
    },
    `/${name}/countryExtensionVersion`,
    value,
  );
}

function checkMaintenance(node: MapNode, problems: ProblemSink): void {
  const type = typeOf(node.entries.get('type')?.value);
  if (type === 'contract' && !present(node, 'contractors')) {
    problems.add(
      {
        rule: 'required-if',
        message: 'Maintenance by contract needs the list of contractors.',
        hint: 'Add `maintenance.contractors`, with name and until.',
      },
      '/maintenance/contractors',
      node,
    );
  }
  if ((type === 'internal' || type === 'community') && !present(node, 'contacts')) {
    problems.add(
      {
        rule: 'required-if',
        message: `Maintenance of type ${type} needs a list of contacts.`,
        hint: 'Add `maintenance.contacts`, with a name.',
      },
      '/maintenance/contacts',
      node,
    );
  }
  const contractors = node.entries.get('contractors');
  if (contractors && type !== 'contract' && present(node, 'contractors')) {
    problems.add(
      {
        rule: 'excluded',
        message: 'Contractors may be named only where the type is contract.',
        hint: 'Change `maintenance.type` to contract, or remove the contractors.',
      },
      '/maintenance/contractors',
      contractors.key,
    );
  }
}

const typeOf = (node: Node | undefined): string => (node?.is === 'scalar' ? node.text : '');

/** Given, though perhaps empty: an empty list counts, null does not. */
function present(map: MapNode, name: string): boolean {
  const value = map.entries.get(name)?.value;
  return value !== undefined && !isNull(value);
}
