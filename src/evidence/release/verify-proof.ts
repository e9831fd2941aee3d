import { verifyProofBundle, type BundleReport } from '../log/proof-bundle.ts'
import type { Manifest } from './manifest.ts'
import type { ReleaseProblem } from './verify-stated.ts'

export interface ProvenRelease {
  manifest: Manifest
  manifestSha256: string
  /** a key or a checkpoint from outside */
  trust: string | undefined
}

/** The proof that a release carries is of its gate, which was passed, and of the commit of its manifest. `files`: by name. */
export function checkProof(
  files: Readonly<Record<string, Uint8Array>>,
  { manifest, manifestSha256, trust }: ProvenRelease,
  problems: ReleaseProblem[],
): BundleReport {
  const proof = verifyProofBundle(files, trust === undefined ? {} : { trust })
  const found = (code: string, message: string) => void problems.push({ code, message, path: 'proof' })
  for (const message of proof.problems) found('PROOF', message)
  if (!proof.ok) return proof
  if (proof.entries.map((e) => e.type).join(' ') !== 'purpose.check run.commit')
    found('PROOF_COMMIT', 'the proof is not of one gate and one commit')
  const gate = proof.entries.find((e) => e.type === 'purpose.check')
  const asked =
    gate?.run === manifest.release &&
    gate.policySha256 === manifest.policySha256 &&
    gate.purpose === manifest.purpose &&
    gate.processing === manifest.processing &&
    (gate.decision === 'permit' || manifest.mode === 'log')
  if (gate && !asked) found('PROOF_GATE', 'the purpose check in the proof is of another run')
  const commit = proof.entries.find((e) => e.type === 'run.commit')
  if (!commit) found('PROOF_COMMIT', 'the proof holds no commit entry')
  else if (
    commit.manifestSha256 !== manifestSha256 ||
    commit.run !== manifest.release ||
    commit.release !== manifest.release ||
    commit.seq !== manifest.log.index ||
    proof.origin !== manifest.log.origin
  )
    found('PROOF_COMMIT', 'the logged commit is of another manifest')
  return proof
}
