import { distinctIn } from '../../detect/sketch.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { fewOr, type FieldQualityReport, type QualityReport } from '../../evidence/release/quality.ts'
import type { Plan } from '../../plan/plan.ts'
import { byPath } from '../../record/by-path.ts'
import type { Applied } from '../passes/apply-pass.ts'
import { shownPath } from '../read/shown-path.ts'

/** `quality.json`, from what the workers counted on the way. */
export function qualityReport(
  plan: Plan,
  applied: Applied,
  manifest: Pick<Manifest, 'asOf' | 'created' | 'passport'>,
  publishable: (name: string) => boolean,
): QualityReport {
  const sources = byPath<QualityReport['sources'][string]>()
  plan.sources.forEach((source, s) => {
    const { records, fields } = applied.quality[s]!
    const found = new Map<string, FieldQualityReport>()
    for (const part of applied.parts)
      if (part.input.source === s)
        for (const [path, { field }] of Object.entries(part.fields)) found.set(path, unknown(source.fields[field]))
    // What nothing is done to is decoded for the watch alone.
    for (const [path, { count, blank, distinct }] of Object.entries(applied.watch[s]!))
      found.set(path, {
        ...(found.get(path) ?? unknown(undefined)),
        missing: fewOr(Math.max(0, records - (count - blank))),
        repeated: fewOr(count - blank - distinctIn(distinct)),
      })
    for (const [path, { field, filled, checked, valid, distinct }] of Object.entries(fields))
      found.set(path, {
        ...unknown(source.fields[field]),
        missing: fewOr(Math.max(0, records - filled)),
        invalid: checked > 0 ? fewOr(checked - valid) : null,
        repeated: fewOr(Math.max(0, filled - distinctIn(distinct))),
      })
    const shown = byPath<FieldQualityReport>()
    for (const [path, field] of [...found].sort(([a], [b]) => (a < b ? -1 : 1)))
      shown[shownPath(source, path, publishable)] = field
    sources[source.name] = { sampled: records, fields: shown }
  })
  const { asOf, created, passport } = manifest
  return {
    sources,
    timeliness: {
      asOf,
      created,
      ...(passport?.updatePeriod !== undefined && { updatePeriod: passport.updatePeriod }),
    },
    consistency: {
      quarantined: fewOr(applied.records.quarantined),
      faults: fewOr(
        applied.parts.reduce((n, { fields }) => n + Object.values(fields).reduce((m, { faults }) => m + faults, 0), 0),
      ),
      corrected: fewOr(applied.corrected),
    },
  }
}

function unknown(planned: Plan['sources'][number]['fields'][number] | undefined): FieldQualityReport {
  return {
    role: planned?.role ?? 'unlisted',
    ...(planned?.entity !== undefined && { entity: planned.entity }),
    missing: null,
    invalid: null,
    repeated: null,
  }
}
