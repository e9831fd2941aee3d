/** What stands in an archive for whoever has no perde. */
export const VERIFY = `How to check this pack

With a shell, sha256sum, xxd and openssl 3 alone, in the folder that it was unpacked to:

  sha256sum -c SHA256SUMS
  (cd release && sha256sum -c _SUCCESS)
  sh YOUR-COPY-OF/verify.sh --alone TRUSTED.vkey release/proof

verify.sh stands in release/proof too, but a copy of your own is the one to run: whoever made the pack could have
changed it. TRUSTED.vkey is the key of the log as you got it from its holder by another way. The last entry that it
proves, run.commit, names the digest of the manifest (manifestSha256), and the manifest names the digest of every other
file of the release; audit-pack.json repeats what these files say.

With perde: perde pack --check THIS-ARCHIVE --trust TRUSTED.vkey

It checks what perde verify checks of a release without its log: digests, the signature and the entries of the log, the
gate's decision, sums of records, what risk.json and the marks of made-up cells say, signatures of approvals; and makes
audit-pack.json and the report anew from the files beside it and compares them.

It cannot check what is not here. Of the records: their digests, and that their number is right. Of the log: whether the
release was purged, whether an approval had been taken back before it was made, keys that the log had before, and
whether all consents that somebody accepted by hand are told. With these at hand: perde verify RELEASE --log DIR
`
