import type { AnyVerb } from '../transforms/any-verb.ts'
import { verbs as allVerbs } from '../transforms/registry.ts'
import { buildPolicy } from './build-policy.ts'
import { checkPolicy } from './check-policy.ts'
import { policyDigest } from './digest.ts'
import { createExpander } from './do.ts'
import { entityNames } from './entity-names.ts'
import type { NamedEntity } from './entity-names.ts'
import { createReport, findingAt, inOrder } from './finding.ts'
import type { DocumentPath } from '../schema/document-path.ts'
import type { Finding, Policy } from './policy.ts'
import { policySchema } from './schema.ts'
import { reportProblem, withoutProblems } from './shape-findings.ts'
import { checkShape, isObject } from '../schema/shape.ts'
import type { ShapeProblem } from '../schema/shape.ts'
import { closest } from './suggest.ts'
import { readYaml } from './yaml-source.ts'

export interface ParseOptions {
  /** the file's name, for findings */
  file?: string
  /** the transforms there are; default: all of perde's */
  verbs?: readonly AnyVerb[]
  /** what `type` and `find` can name: recognisers and biometric modalities; absent: these names are not checked */
  entities?: readonly NamedEntity[]
  /** for dates that are past; absent: no date is past */
  asOf?: Date
}

export interface ParsedPolicy {
  /** absent where a finding is an error */
  policy?: Policy
  /** digest of the policy as written (`policyDigest`), present with the policy */
  digest?: string
  /** all findings, in the order of the file */
  findings: Finding[]
}

/**
 * Reads a policy: YAML 1.2 (and so JSON) of at most 1 MB. Gives every finding at once, each with line and column;
 * never throws for what stands in the text.
 */
export function parsePolicy(text: string, { file, verbs = allVerbs, entities, asOf }: ParseOptions = {}): ParsedPolicy {
  const { value, places, problems } = readYaml(text)
  if (problems.length > 0)
    return {
      findings: inOrder(problems.map(({ code, message, ...where }) => findingAt(code, message, { file, ...where }))),
    }
  const report = createReport(file, places)
  if (!isObject(value)) {
    report.add('POLICY_TYPE', [], value === null ? 'the policy is empty' : 'a policy is a mapping')
    return { findings: [...report.findings] }
  }

  const schema = policySchema(verbs)
  // Transforms have findings of their own, given where they are expanded.
  const shape = withoutEchoes(checkShape(value, schema, schema, { '#/$defs/do': () => undefined }))
  for (const problem of shape) reportProblem(report, problem)
  const document = withoutProblems(value, shape)

  const own = Object.keys((document as { detect?: { patterns?: object } }).detect?.patterns ?? {})
  const recipes = (document as { transforms?: Record<string, unknown> }).transforms ?? {}
  const { policy, rules } = buildPolicy(document, createExpander(verbs, recipes, report, own))
  checkPolicy({
    policy,
    rules,
    report,
    verbs: new Map(verbs.map((verb) => [verb.name, verb])),
    entities: entities && entityNames(entities, own),
    asOf,
    wrong: wrongPlaces(shape),
  })

  const findings = inOrder(report.findings)
  if (findings.some(({ severity }) => severity === 'error')) return { findings }
  return { policy, digest: policyDigest(value), findings }
}

/** A mistyped key is one mistake: the key that was meant is not missing besides. */
function withoutEchoes(problems: readonly ShapeProblem[]): ShapeProblem[] {
  const meant = new Set(problems.map((problem) => JSON.stringify(meantPath(problem))))
  return problems.filter(
    (problem) => problem.kind !== 'missing-key' || !meant.has(JSON.stringify([...problem.path, problem.key])),
  )
}

function meantPath(problem: ShapeProblem): DocumentPath | undefined {
  if (problem.kind !== 'unknown-key') return undefined
  const key = closest(problem.key, problem.known)
  return key === undefined ? undefined : [...problem.path.slice(0, -1), key]
}

/** Something at a path, above it or below it was wrong, or stands there under a mistyped key. */
function wrongPlaces(problems: readonly ShapeProblem[]): (path: DocumentPath) => boolean {
  const paths = problems.flatMap((problem) => {
    const meant = meantPath(problem)
    const own = problem.kind === 'missing-key' ? [...problem.path, problem.key] : problem.path
    return meant ? [own, meant] : [own]
  })
  return (path) => paths.some((wrong) => wrong.slice(0, path.length).every((part, i) => part === path[i]))
}
