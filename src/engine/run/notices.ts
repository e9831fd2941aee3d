import { join } from 'node:path'
import { registerReports } from '../../consent/register-report.ts'
import { WITHHELD } from '../../detect/publishable.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { isKept, type Plan } from '../../plan/plan.ts'
import { closest } from '../../policy/suggest.ts'
import type { Applied } from '../passes/apply-pass.ts'
import { namedPaths } from '../passes/block-tasks.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import { toldAs, type RegisterState } from '../consents/seen-registers.ts'
import type { RunJob, RunResult } from '../freeze/job.ts'

// What a person should know of a run that stops nothing.

export function noticeLog(job: RunJob, log: LogWriter): void {
  if (log.keyCreated)
    job.onNotice?.({
      code: 'LOG_KEY_CREATED',
      message: `a signing key for the log was made in ${join(log.dir, 'keys')}`,
      hint: 'keep it elsewhere: whoever has log and key can rewrite both; name it in the policy under audit.key',
    })
  if (log.recoveredBytes > 0)
    job.onNotice?.({
      code: 'LOG_RECOVERED',
      message: 'the log ended in a torn line after a crash; it was cut and recorded',
    })
}

export function noticeRegister(job: RunJob, register: ReadRegister | undefined): void {
  if (!register || !job.policy.consent?.register) return
  for (const { code, message, hint } of registerReports(register, job.policy.consent.register))
    job.onNotice?.({ code, message, ...(hint !== undefined && { hint }) })
}

/**
 * From a table of consents rows may go for good reasons, so a smaller one stops no run; but denials that are gone may be
 * people who said no.
 */
export function noticeFewerDenials(job: RunJob, before: RegisterState | undefined, state: RegisterState): void {
  if (!before) return
  const now = toldAs(before, state).denials
  if (now < before.denials)
    job.onNotice?.({
      code: 'REGISTER_FEWER_DENIALS',
      message: `the register of consents has ${now} denials, and had ${before.denials} when this log last saw it`,
      hint: 'were withdrawals taken out, or an older copy put back? a consent ledger cannot lose them: perde consent import',
    })
}

/** A rule that hides something and met nothing: what it was written for may stand elsewhere, below what is kept. */
export function noticeUnmet(job: RunJob, plan: Plan, applied: Applied, publishable: (name: string) => boolean): void {
  for (const [s, source] of plan.sources.entries()) {
    const parts = applied.parts.filter(({ input }) => input.source === s)
    if (parts.every(({ records }) => records.out === 0)) continue
    const met = new Set(parts.flatMap(({ fields }) => Object.values(fields).map(({ field }) => field)))
    const unmet = source.fields.filter(
      (planned, number) =>
        planned.origin === 'rule' && !met.has(number) && !isKept(planned) && !planned.path.includes('*'),
    )
    const seen = new Set(parts.flatMap(({ fields }) => Object.keys(fields)))
    const others = [...seen].filter((path) => publishable(path) && !source.fields.some((field) => field.path === path))
    const named = unmet.map(({ path }) => {
      const near = closest(path, others)
      return `"${path}"${near === undefined ? '' : ` (did you mean "${near}"?)`}`
    })
    if (unmet.length > 0)
      job.onNotice?.({
        code: 'RULE_UNMET',
        message: `${unmet.length === 1 ? 'a rule' : 'rules'} of "${source.name}" met nothing in its records: ${named.join(', ')}`,
        hint: 'is the path spelt as in the data? every element of a list is written a[].b; what stands below a field that is kept is released',
      })
  }
}

/** Records that were set aside are where they were, in the inputs: their numbers are what a person needs to mend them. */
export function noticeAside(job: RunJob, { parts }: Applied): void {
  for (const { input, records, aside } of parts) {
    const { quarantined } = records
    if (quarantined === 0) continue
    const shown = aside.slice(0, MOST_SHOWN).join(', ')
    const more = quarantined > MOST_SHOWN ? ` and ${quarantined - MOST_SHOWN} more` : ''
    job.onNotice?.({
      code: 'RECORDS_ASIDE',
      message: `${quarantined} ${quarantined === 1 ? 'record' : 'records'} of ${input.bytes.name} ${quarantined === 1 ? 'was' : 'were'} set aside as not well formed: ${quarantined === 1 ? 'number' : 'numbers'} ${shown}${more}`,
      hint: 'they are in the input as before, and nothing of them is in the release; --json lists all numbers',
    })
  }
}

export function setAside({ parts }: Applied): RunResult['aside'] {
  return parts.flatMap(({ input, aside }) =>
    aside.length === 0 ? [] : [{ source: input.sourceName, part: input.bytes.name, records: aside }],
  )
}

const MOST_SHOWN = 20

/** Every record was left out: for want of consent, for anonymity's sake, or as not well formed. */
export function noticeEmpty(job: RunJob, { records }: Applied): void {
  if (records.out > 0 || records.in === 0) return
  const why = [
    [records.excluded, 'for want of consent or because they asked for it'],
    [records.suppressed, 'suppressed'],
    [records.quarantined, 'set aside as not well formed'],
  ].flatMap(([n, reason]) => (n === 0 ? [] : [`${n} ${reason}`]))
  job.onNotice?.({
    code: 'RELEASE_EMPTY',
    message: `no record is in the release: ${why.join(', ')}`,
    hint:
      records.excluded > 0
        ? 'are the identifiers of register and data written alike, and is the register for this purpose and processing?'
        : 'what is asked for leaves nothing of these data: look at the rules and at the section "anonymity"',
  })
}

export function noticeWhole(job: RunJob): void {
  job.onNotice?.({
    code: 'REBUILT_WHOLE',
    message: 'all files of the release are written anew, not only those of who is left out',
    hint: 'they are sealed, another version of perde wrote them, cells were corrected since, or a class or a rank hangs on records of all files',
  })
}

/** Values that a rule turned into null because it could not handle them are counted where a person sees it. */
export function noticeFaults(job: RunJob, plan: Plan, applied: Applied): void {
  for (const part of applied.parts)
    for (const [path, { field, faults }] of Object.entries(part.fields))
      if (faults > 0)
        job.onNotice?.({
          code: 'VALUES_LOST',
          message: `${faults} values of "${namedPaths(plan, part.input).has(path) ? path : (plan.sources[part.input.source]!.fields[field]?.path ?? WITHHELD)}" of "${part.input.sourceName}" could not be transformed and are null or left out with their record`,
        })
}

/** Quasi-identifiers that could not be told apart as finely as the hierarchies have it. */
export function noticeCoarser(job: RunJob, plan: Plan): void {
  for (const { name, anonymity } of plan.sources)
    for (const { field, from } of anonymity?.solved?.hierarchies ?? [])
      if (from !== undefined)
        job.onNotice?.({
          code: 'COMBINATIONS_COARSER',
          message: `the combinations of quasi-identifiers of "${name}" were too many for the memory allowed, so "${field}" begins at level ${from} of its hierarchy`,
          hint: 'a rule that makes it coarser, or fewer quasi-identifiers, let you choose instead',
        })
}

/** Releases that an earlier run had committed and could not publish. */
export function noticePublishes(
  job: RunJob,
  finish: (onBlocked: (blocked: { target: string }) => void) => readonly string[],
): void {
  const finished = finish(({ target }) =>
    job.onNotice?.({
      code: 'PUBLISH_BLOCKED',
      message: `a release that an earlier run committed cannot be published, because something else stands at its place or it cannot be reached: ${target}`,
    }),
  )
  for (const path of finished)
    job.onNotice?.({
      code: 'PUBLISH_FINISHED',
      message: `a release that an earlier run had committed is now published: ${path}`,
    })
}

/** Records that a ledger of releases keeps for later are missed by who counts. */
export function noticeHeld(job: RunJob, held: number): void {
  if (held > 0)
    job.onNotice?.({
      code: 'RECORDS_HELD',
      message: `${held} ${held === 1 ? 'record waits' : 'records wait'} for a later release: beside the releases before ${held === 1 ? 'it' : 'they'} would stand out now`,
      hint: 'who waits comes along when at least k come to a class, or stay in it, together',
    })
}

/** `inputs`: how many a killed run has finished; undefined: there is none to go on with. */
export function noticeResume({ onNotice }: Pick<RunJob, 'onNotice'>, inputs: number | undefined): void {
  onNotice?.(
    inputs === undefined
      ? {
          code: 'NOTHING_TO_RESUME',
          message: 'no run to this output path was killed while it wrote; this one begins anew',
        }
      : {
          code: 'RESUMED',
          message: `going on with a run that was killed; it had finished ${inputs} ${inputs === 1 ? 'input' : 'inputs'}`,
        },
  )
}

/** A ledger under which everybody is new guards nobody: their references may have been made anew. */
export function noticeStrangers(job: RunJob, strangers: readonly string[]): void {
  for (const name of strangers)
    job.onNotice?.({
      code: 'PEOPLE_UNKNOWN',
      message: `nobody in "${name}" was in an earlier release, so nobody was held against one`,
      hint: 'if they are the same people, their identifiers were changed before: release them under the ones they had',
    })
}

/** Data that are in a ledger and are released beside it undo what it guards; that the policy says so, or has no classes, does not change it. */
export function noticeLedgerLeftOut(job: RunJob, releases: number): void {
  if (job.policy.anonymity?.releases === undefined && releases > 0)
    job.onNotice?.({
      code: 'LEDGER_LEFT_OUT',
      message: `the log has ${releases} ${releases === 1 ? 'release' : 'releases'} of these data with a ledger, and this one is not held against them`,
      hint: 'name the same folder as before under anonymity.releases',
    })
}

/** Keys that the tables of a release do not have: what hangs on them has to be told. */
export function noticeKeys(job: RunJob, lost: readonly { source: string; key: string }[]): void {
  if (lost.length > 0)
    job.onNotice?.({
      code: 'KEYS_LEFT_OUT',
      message: `keys of the source that the release does not have: ${lost.map(({ source, key }) => `"${key}" of "${source}"`).join(', ')}`,
      hint: 'a key needs all its columns, and different values have to stay different; both sides of a foreign key need the same transform in the same domain',
    })
}

/** What other runs stage beside an output, alive or dead. */
export function noticeStaged(job: RunJob, others: number): void {
  if (others > 0)
    job.onNotice?.({
      code: 'STAGED_BESIDE',
      message: `${others} ${others === 1 ? 'folder "_perde-…" of another run stands' : 'folders "_perde-…" of other runs stand'} beside the output`,
      hint: 'each is removed by the next command on the log of its run, or by any run a week after it began',
    })
}
