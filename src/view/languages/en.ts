import type { Locale } from '../../evidence/report/locale.ts'

/** What the viewer says beside the words of the report, in English; the other languages have the same keys. */
export const en = {
  title: 'The log and its releases',
  overview: 'Overview',
  entries: 'Entries',
  runs: 'Runs',
  person: 'A person',
  compare: 'Compare',
  pages: 'Pages',
  readOnly: 'This page only reads. Nothing leaves this machine; it ends with Ctrl-C where it was started.',

  log: {
    heading: 'The log',
    holds: 'The log is whole',
    broken: 'The log was altered or damaged',
    holdsText: (_: Locale, entries: string, at: string) =>
      `${entries} were recomputed and fit everything that was signed, up to entry ${at}.`,
    brokenText: 'Its entries are not shown, since none of them can be relied on.',
    self: 'That shows that it agrees with itself. Whoever holds the log and its key can rewrite both: hold it against a checkpoint that was kept elsewhere (perde log verify --from).',
    problems: 'What does not fit',
    origin: 'Name',
    root: 'Root',
  },

  releases: {
    heading: 'Releases',
    none: 'No release was committed to this log.',
    release: 'Release, with its report',
    dataset: 'Data set',
    made: 'Made',
    purpose: 'Purpose',
    records: 'Records',
    state: 'State',
    proof: 'Proof',
    download: 'for a regulator',
    states: {
      there: 'was fit for use when made',
      unapproved: 'approved by nobody',
      never: 'may never be used',
      purged: 'destroyed',
      elsewhere: 'in a database or a store',
      gone: 'gone or replaced',
    },
    decisions: { permit: 'permitted', deny: 'denied' },
    notThere: 'This release is not where it was published, so there is no report of it.',
    unknown: 'The log has no such release.',
  },

  comparison: {
    heading: 'Compare two releases',
    button: 'Compare',
    needsTwo: 'There are fewer than two releases here that can be compared.',
  },

  filter: {
    heading: 'Choose entries',
    type: 'What happened',
    all: 'everything',
    run: 'Run',
    from: 'From day',
    to: 'To day',
    button: 'Show',
    badDay: 'A day is written as 2026-11-30.',
    badRun: 'A run is named by 26 letters and digits.',
    found: (l: Locale, n: number) => `${l.number(n)} ${n === 1 ? 'entry' : 'entries'} found`,
    newest: 'the newest first',
    older: 'Older',
    newer: 'Newer',
  },

  entry: { seq: 'Entry', time: 'Time, UTC', run: 'Run', type: 'What happened', facts: 'Facts' },
  run: {
    started: 'Began, UTC',
    run: 'Run',
    entries: 'Entries',
    last: 'How it ended',
    proof: 'Proof',
    none: 'The log has no runs.',
  },

  proof: {
    text: 'A proof is a ZIP file with the entries of one run, a path from each to the signed checkpoint, and a script that checks them without perde. It is not written into the log that it was made; “perde log export” does that, too.',
    readMe: (origin: string, run: string) =>
      `Entries of the run ${run} from the log ${origin}, each with its proof.\n\nTo check them without perde: get the log's public key from somebody you trust, not from here, and a copy of verify.sh of your own, then\n\n  sh verify.sh --alone TRUSTED.vkey excerpt\n`,
    tooMany: 'The run has too many entries for a proof of each; export the whole log with “perde log export --tiles”.',
    unknown: 'The log has no such run, or it is not signed yet.',
  },

  who: {
    heading: 'Which releases hold this person?',
    text: 'The identifier is turned into a code with the ledger’s key and looked for in the encrypted decisions. It is not shown again, not kept and not logged.',
    label: 'Identifier, as in the data',
    button: 'Look',
    noKey:
      'The viewer was started without a key, so nobody can be looked up. Start it with --policy FILE, or --ledger DIR and --key SOURCE.',
    invalid: 'That is no identifier of the kind that the data have.',
    none: 'No release of the log is known to hold this person.',
    found: (l: Locale, n: number) =>
      `${l.number(n)} ${n === 1 ? 'release holds' : 'releases hold'} records of this person`,
    release: 'Release',
    place: 'Where it was published',
    records: 'Records of the person',
    rebuild: 'Made anew without them by',
    unknown: 'Releases that cannot be asked any more',
    why: 'Why',
    law: 'After a withdrawal “perde use” denies these releases; the law gives 15 working days (94-V, art. 8(7)).',
  },

  refused: {
    heading: 'This cannot be shown',
    notFound: 'There is no such page.',
    back: 'Back to the overview',
  },

  types: {
    'log.open': 'the log was begun',
    'log.recovered': 'the log was mended after a crash',
    'key.rotate': 'the signing key was changed',
    'run.start': 'a run began',
    'purpose.check': 'purpose and rules were checked',
    'signal.check': 'signals of the sources were read',
    'consent.check': 'consents were checked',
    'consent.ledger': 'the state of the consent ledger was noted',
    'consent.change': 'consents were added or changed',
    'consent.accept': 'another state of the consent ledger was accepted',
    'consent.leave': 'consents are not taken from the ledger any more',
    'officer.approval': 'somebody approved the policy',
    'officer.revocation': 'an approval of the policy was taken back',
    'subject.request': 'somebody asked about their data',
    'subject.erase': 'somebody was taken out of kept decisions',
    'consent.register': 'the table of consents was noted',
    'consent.last-look': 'consents were looked at once more',
    'detect.summary': 'personal data were found',
    'plan.freeze': 'the plan was fixed',
    'transform.part': 'a part was written',
    'release.join': 'a release joined earlier ones',
    'risk.result': 'risk was measured',
    'run.commit': 'the release was committed',
    'run.abort': 'the run was stopped',
    'use.check': 'use was asked for',
    'verify.check': 'a release was verified',
    'release.remove': 'a release was withdrawn',
    'release.purge': 'data of a release were destroyed',
    'review.result': 'people reviewed a sample',
    export: 'entries were exported',
  } as Record<string, string>,
}

export type ViewCatalogue = typeof en
