/** What is kept of those who may do something: locally, never mirrored, never in a journal. */

/** A token that lets its holder publish. Of the token itself only a digest is kept. */
export interface TokenRow {
  id: string;
  /** SHA-256 of the token. */
  hash: Uint8Array;
  /** `run`: made for one run of CI, for minutes; `api`: made by the operator. */
  kind: 'run' | 'api';
  /** JSON: the run, or the scope. */
  scope: string;
  /** What it is for, in the operator's words. */
  label: string;
  created: number;
  expires: number;
  revoked: number | null;
  used: number | null;
}

/** A manifest that waits for the operator, of one repository. It holds no id. */
export interface AdmissionRow {
  id: string;
  /** Address of the repository, in normal form. */
  address: string;
  path: string;
  /** JSON of the principal that sent it. */
  principal: string;
  mediaType: string;
  bytes: Uint8Array;
  digest: string;
  received: number;
  /** `claim`: the entry is there, and somebody else's. `new`: it is not there yet. */
  about: 'new' | 'claim';
  /** `software/kitos` of a claim. */
  entry: string | null;
  state: 'waiting' | 'accepted' | 'refused';
  /** The operator's words. */
  reason: string | null;
  decided: number | null;
}

/** A repository that the operator expects to publish a new entry. */
export interface InvitationRow {
  id: string;
  /** JSON of a writer. */
  writer: string;
  created: number;
  expires: number;
  /** The entry that came of it. */
  entry: string | null;
}

/** One act of somebody with a name: what was done, never what was in it. */
export interface ActRow {
  seq: number;
  at: number;
  /** `operator`, `token:<id>`, `run:<address>@<commit>`. */
  actor: string;
  act: string;
  subject: string;
}

export interface AccessStore {
  /** At most `LIMITS.tokens` that are neither expired nor revoked; expired ones go. False where there are too many. */
  putToken(row: TokenRow): Promise<boolean>;
  /** The token of this digest that is neither revoked nor expired at `now`; says that it was used. */
  useToken(hash: Uint8Array, now: number): Promise<TokenRow | null>;
  listTokens(kind: TokenRow['kind']): Promise<TokenRow[]>;
  /** False where there is no such token. */
  revokeToken(id: string, now: number): Promise<boolean>;
  /**
   * Keeps a token that is given for one of somebody else, which is marked as used until then; all or nothing, so that whoever
   * got none may come with the same again. `used` where it was before. What is past is forgotten.
   */
  exchangeToken(row: TokenRow, once: { digest: string; until: number }): Promise<'kept' | 'used' | 'full'>;

  /**
   * One row a repository and path: a newer manifest takes the place of one that waits. The row that is kept now; null where
   * too many wait, in all or of this repository. What has waited for `LIMITS.invitationMs` goes.
   */
  putAdmission(row: AdmissionRow): Promise<AdmissionRow | null>;
  getAdmission(id: string): Promise<AdmissionRow | null>;
  listAdmissions(state: AdmissionRow['state'] | null, limit: number): Promise<AdmissionRow[]>;
  /** Settles one that waits with this very content; empties what was sent. False where none waits, or another. */
  settleAdmission(
    row: Pick<AdmissionRow, 'id' | 'digest'>,
    state: 'accepted' | 'refused',
    reason: string | null,
    now: number,
  ): Promise<boolean>;

  putInvitation(row: InvitationRow): Promise<void>;
  /** Those that are not used up and not expired at `now`. */
  listInvitations(now: number): Promise<InvitationRow[]>;
  takeInvitation(id: string, entry: string): Promise<boolean>;
  dropInvitation(id: string): Promise<boolean>;

  /** The last `LIMITS.acts` are kept. */
  noteAct(row: Omit<ActRow, 'seq'>): Promise<void>;
  /** The newest first, those before `before` where it is given. */
  listActs(limit: number, before?: number): Promise<ActRow[]>;
}
