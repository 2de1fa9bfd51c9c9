import { splitName } from './body-name.ts';
import type { Body, Manifest } from './manifest.ts';

/** Somebody whom the manifest names. This is personal data: it is kept apart, and never published or passed on. */
export interface Contact {
  /** In what part of the manifest they stand. */
  role: 'contact' | 'contractor' | 'copyright-owner' | 'repository-owner' | 'publisher' | 'funder';
  name?: string;
  email?: string;
  phone?: string;
  affiliation?: string;
}

/** The names of the manifest that are surely those of bodies, in the same places and order. `undefined`: left out. */
export interface BodyNames {
  copyrightOwner: string | undefined;
  repositoryOwner: string | undefined;
  publisher: string | undefined;
  funders: (string | undefined)[];
  contractors: (string | undefined)[];
}

/** Addresses that only public bodies have: what is published under one is a body's, whatever its name. */
const PUBLIC_URI =
  /^urn:x-italian-pa:|^https?:\/\/(?:[^/@]+\.)?(?:gov|gouv|gob|europa|admin|bund|overheid|regione|comune)(?:\.[a-z]{2,3}){1,2}(?:[/:]|$)/i;

/** Parts people from bodies: who may be a person goes to the contacts, and their name is not used. */
export function separateNames(manifest: Manifest): { contacts: Contact[]; names: BodyNames } {
  const contacts: Contact[] = [];
  const { legal, maintenance, organisation } = manifest;
  for (const { name, email, phone, affiliation } of maintenance.contacts ?? []) {
    contacts.push(given({ role: 'contact', name, email, phone, affiliation }));
  }
  const contractors = (maintenance.contractors ?? []).map(({ name, email }) => {
    const { body, person } = splitName(name);
    if (person !== undefined || email) contacts.push(given({ role: 'contractor', name: person, email }));
    return body;
  });
  const bodyOf = (role: Contact['role'], name: string | undefined, uri = ''): string | undefined => {
    const { body, person } =
      name && PUBLIC_URI.test(uri) ? { body: name.trim(), person: undefined } : splitName(name ?? '');
    if (person !== undefined) contacts.push({ role, name: person });
    return body === '' ? undefined : body;
  };
  const names = {
    copyrightOwner: bodyOf('copyright-owner', legal.mainCopyrightOwner),
    repositoryOwner: bodyOf('repository-owner', legal.repoOwner),
    publisher: bodyOf('publisher', organisation?.name, organisation?.uri),
    funders: (manifest.fundedBy ?? []).map(({ name, uri }: Body) => bodyOf('funder', name, uri)),
    contractors,
  };
  return { contacts, names };
}

/** Without what is absent or empty. */
function given(contact: { role: Contact['role'] } & { [K in keyof Contact]?: Contact[K] | undefined }): Contact {
  const found = Object.entries(contact).filter(([, value]) => value !== undefined && value.trim() !== '');
  return Object.fromEntries(found) as unknown as Contact;
}
