import { READ_MANIFEST } from './verify-sh-manifest.ts'

/**
 * The script of a proof bundle, for an auditor who has a shell and openssl and need not trust perde. It is what
 * `verifyProofBundle` does, and the sums over the whole folder. One openssl process a tree level, not one a leaf.
 */
export const VERIFY_SH = String.raw`#!/bin/sh
# Checks this folder of proofs without perde: sums, inclusion of each entry in the log, signature of the log.
#
#   sh verify.sh [--alone] [TRUSTED.vkey [FOLDER]]
#
# TRUSTED.vkey  the log's public key, kept by you or got from somebody you trust; one line: name+id+base64
# FOLDER        the folder to check; default: the one this script is in. A copy of this script of your own is better
#               than the one that came with the proofs.
# --alone       the folder is not inside a release: do not look for ../manifest.json
#
# Ends with 0: it holds, and the key is the trusted one; 3: it is consistent with itself only, no key was given;
# 1: something does not fit; 2: it could not be run.
# What it does not understand it does not call right. What it cannot check, it says.
# Needs a POSIX shell, awk, find, sed, grep, cmp, coreutils, xxd, openssl 3.
set -u
LC_ALL=C
export LC_ALL
# With it, cd would look for a folder of that name elsewhere.
unset CDPATH

# What comes out of the files may hold escape sequences for a terminal; letters of every language stay (C1 controls in
# UTF-8 are C2 80-9F, and 9B is one by itself in some).
plain() { printf '%s' "$1" | tr -d '\001-\037\177' | sed "s/$(printf '\302')[$(printf '\200')-$(printf '\237')]//g"; }
bad() { printf 'MISMATCH: %s\n' "$(plain "$1")" >&2; exit 1; }
cannot() { printf 'cannot check: %s\n' "$(plain "$1")" >&2; exit 2; }

alone=no
if [ "$#" -ge 1 ] && [ "$1" = "--alone" ]; then alone=yes; shift; fi
for tool in awk cmp find sed grep xxd openssl base64 sha256sum mktemp; do
  command -v "$tool" >/dev/null 2>&1 || cannot "$tool is not installed"
done
openssl version | grep -Eq '^OpenSSL ([3-9]|[1-9][0-9])\.' || cannot "openssl 3 or later is needed"

[ -f "$0" ] || cannot "run it as a file: sh verify.sh"
work=$(mktemp -d) || cannot "no temporary folder"
case $work in /*) ;; *) work=$PWD/$work ;; esac
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

cat -- "$0" >"$work/self" || cannot "this script cannot be read"
trusted=no
if [ "$#" -ge 1 ]; then
  cat -- "$1" >"$work/vkey" 2>/dev/null || cannot "the file of the trusted key cannot be read"
  trusted=yes
fi
if [ "$#" -ge 2 ]; then folder=$2; else folder=$(dirname -- "$0"); fi
while [ "$folder" != / ] && [ "$folder" != "${'$'}{folder%/}" ]; do folder=${'$'}{folder%/}; done
[ ! -L "$folder" ] || bad "the folder of proofs is a link: what lies above it is another release"
# -P: as .. will be.
cd -P -- "$folder" || cannot "there is no such folder"
release=$PWD/..
# What is no regular file gives something else to whoever reads it next; and what is read twice here is read from a copy.
plain_file() { [ -f "$1" ] && [ ! -L "$1" ]; }
mkdir "$work/proof" || cannot "no temporary folder"
for file in * .[!.]* ..?*; do
  [ -e "$file" ] || [ -L "$file" ] || continue
  # One with a line break would be taken for two of them.
  case $file in *[!A-Za-z0-9._-]*) bad "a file is not in SHA256SUMS: $file" ;; esac
  plain_file "$file" || bad "a file is a link, a folder or a special file: $file"
  cat -- "$file" >"$work/proof/$file" || cannot "a file of the proof cannot be read"
done
cd -- "$work/proof" || cannot "no temporary folder"
[ -f checkpoint ] || bad "the checkpoint is missing"
[ "$trusted" = yes ] || cp log.vkey "$work/vkey" 2>/dev/null || bad "log.vkey is missing"

# Bytes to hexadecimal and back.
hex() { xxd -p | tr -d '\n'; }
unhex() { xxd -r -p; }
sha() { openssl dgst -sha256 -binary | hex; }
# RFC 6962: SHA-256(01, left, right)
node() { printf '01%s%s' "$1" "$2" | unhex | sha; }

${READ_MANIFEST}
# A fact of the manifest as it is written there.
fact() { sed -n "s/^fact $1 //p" "$work/manifest"; }

# --- 1. The files are those of SHA256SUMS, all of them and no others.
[ -f SHA256SUMS ] || bad "SHA256SUMS is missing"
grep -Eqv '^[0-9a-f]{64}  [A-Za-z0-9][A-Za-z0-9._-]*$' SHA256SUMS && bad "SHA256SUMS has a line that is none of its own"
sha256sum -c SHA256SUMS >"$work/sums" 2>/dev/null || bad "a file is not the one in SHA256SUMS: $(grep -v ': OK$' "$work/sums" | head -n 1)"
for file in * .[!.]* ..?*; do
  [ -e "$file" ] || continue
  [ "$file" = SHA256SUMS ] || cut -c 67- SHA256SUMS | grep -Fxq -- "$file" || bad "a file is not in SHA256SUMS: $file"
done
sed 's/^.*  //' SHA256SUMS | sort -u | while IFS= read -r file; do sha256sum -- "$file"; done | cmp -s - SHA256SUMS ||
  bad "SHA256SUMS is not written as it was made"
cmp -s "$work/self" verify.sh || bad "verify.sh here is another script than this one: of another version of perde, or of somebody else"

# --- 2. The checkpoint: origin, size, root, and a signature over these three lines.
origin=$(sed -n 1p checkpoint)
size=$(sed -n 2p checkpoint)
root64=$(sed -n 3p checkpoint)
printf '%s' "$size" | grep -Eq '^[1-9][0-9]{0,15}$' || bad "the size in the checkpoint is not a number"
root=$(printf '%s' "$root64" | base64 -d 2>/dev/null | hex)
[ "$(printf '%s' "$root" | wc -c)" -eq 64 ] || bad "the root in the checkpoint is not 32 bytes"
[ -z "$(sed -n 4p checkpoint)" ] || bad "the checkpoint has more than three lines before its signatures"
sed -n 1,3p checkpoint >"$work/text"

vkey=$(sed -n 1p "$work/vkey")
name=$(printf '%s' "$vkey" | sed 's/+.*//')
id=$(printf '%s' "$vkey" | sed 's/^[^+]*+//; s/+.*//')
public=$(printf '%s' "$vkey" | sed 's/^[^+]*+[^+]*+//' | base64 -d 2>/dev/null | hex)
[ "$name" = "$origin" ] || bad "the key is of another log than the checkpoint"
case $public in 01*) ;; *) bad "the key is not an Ed25519 key" ;; esac
[ "$(printf '%s' "$public" | wc -c)" -eq 66 ] || bad "the key is not 32 bytes"
own=$( { printf '%s\n' "$name"; printf '%s' "$public" | unhex; } | sha | cut -c 1-8)
[ "$own" = "$id" ] || bad "the key does not have the id it names"
# RFC 8410: the key in DER.
printf '302a300506032b6570032100%s' "$(printf '%s' "$public" | cut -c 3-)" | unhex >"$work/key.der"

signed=no
sed -n '5,$p' checkpoint >"$work/signatures"
while IFS=' ' read -r dash signer encoded rest; do
  [ "$dash" = "—" ] && [ -z "$rest" ] || bad "the checkpoint has a line that is no signature"
  bytes=$(printf '%s' "$encoded" | base64 -d 2>/dev/null | hex)
  [ "$signer" = "$name" ] && [ "$(printf '%s' "$bytes" | cut -c 1-8)" = "$id" ] || continue
  printf '%s' "$bytes" | cut -c 9- | unhex >"$work/signature"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/text" \
    -sigfile "$work/signature" >/dev/null 2>&1 || bad "the signature of the checkpoint does not hold"
  signed=yes
done <"$work/signatures"
[ "$signed" = yes ] || bad "the checkpoint is not signed with this key"
printf '%s\n' "$vkey" | cmp -s - log.vkey || bad "log.vkey is not the trusted key, or more than a key"

# --- 3. Each entry stands in the log, at the place it names.
count=0
commits=0
gates=0
files=0
run=
for proof in *.tlog-proof; do
  [ -f "$proof" ] || bad "there is no proof in this folder"
  number=$(printf '%s' "$proof" | sed 's/\.tlog-proof$//')
  entry=$number.entry.json
  [ -f "$entry" ] || bad "the entry of $proof is missing"
  awk '/^$/ { exit } { print }' "$proof" >"$work/head"
  sed '1,/^$/d' "$proof" >"$work/checkpoint"
  cmp -s "$work/checkpoint" checkpoint || bad "$proof is for another checkpoint"
  [ "$(sed -n 1p "$work/head")" = "c2sp.org/tlog-proof@v1" ] || bad "$proof is not a proof"
  [ "$(sed -n 2p "$work/head")" = "index $number" ] || bad "$proof is for another entry than it is named after"
  printf '%s' "$number" | grep -Eq '^(0|[1-9][0-9]{0,15})$' || bad "$proof is not named after a number"
  [ "$number" -lt "$size" ] || bad "$proof is for an entry behind the checkpoint"

  # RFC 9162 section 2.1.3.2: from the leaf to the root.
  hash=$( { printf '\000'; cat -- "$entry"; } | sha)
  at=$number
  last=$((size - 1))
  sed '1,2d' "$work/head" >"$work/path"
  while read -r encoded; do
    sibling=$(printf '%s' "$encoded" | base64 -d 2>/dev/null | hex)
    [ "$(printf '%s' "$sibling" | wc -c)" -eq 64 ] || bad "$proof has a hash that is not 32 bytes"
    [ "$last" -gt 0 ] || bad "$proof is too long"
    if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$last" ]; then
      hash=$(node "$sibling" "$hash")
      while [ $((at % 2)) -eq 0 ] && [ "$at" -gt 0 ]; do at=$((at / 2)); last=$((last / 2)); done
    else
      hash=$(node "$hash" "$sibling")
    fi
    at=$((at / 2))
    last=$((last / 2))
  done <"$work/path"
  [ "$last" -eq 0 ] || bad "$proof is too short"
  [ "$hash" = "$root" ] || bad "$entry is not the entry that stands in the log"
  grep -Fq "\"log\":\"$origin\"" "$entry" || bad "$entry names another log"
  grep -Fq "\"seq\":$number," "$entry" || bad "$entry names another place"
  count=$((count + 1))

  # --- 4. What was committed is the release that this folder is in.
  if grep -Fq '"type":"run.commit"' "$entry" && [ "$alone" = no ]; then
    commits=$((commits + 1))
    run=$(sed -n 's/.*"release":"\([0-9A-Z]\{26\}\)".*/\1/p' "$entry")
    manifest=$(sed -n 's/.*"manifestSha256":"\([0-9a-f]\{64\}\)".*/\1/p' "$entry")
    [ -n "$manifest" ] || bad "$entry names no manifest"
    plain_file "$release/manifest.json" || bad "there is no manifest.json above this folder (for a folder by itself: --alone)"
    cat -- "$release/manifest.json" >"$work/manifest.json" || cannot "manifest.json cannot be read"
    [ "$(sha256sum <"$work/manifest.json" | cut -c 1-64)" = "$manifest" ] || bad "manifest.json is not the one that was committed"
    plain_file "$release/_SUCCESS" || bad "there is no _SUCCESS above this folder"
    printf '%s  manifest.json\n' "$manifest" | cmp -s - "$release/_SUCCESS" || bad "_SUCCESS does not agree with manifest.json"
    # --- 5. The files are those that the manifest names.
    read_manifest <"$work/manifest.json" >"$work/manifest"
    refused=$(sed -n 's/^refused //p' "$work/manifest")
    [ -z "$refused" ] && [ "$(tail -n 1 "$work/manifest")" = end ] || cannot "manifest.json: $refused"
    sed -n 's/^output //p' "$work/manifest" >"$work/data"
    sed -n 's/^output //p; s/^file //p' "$work/manifest" >"$work/files"
    files=$(grep -c . "$work/files")
    # Where nothing of the data is here, the rest is checked all the same.
    absent=$(cut -c 67- "$work/data" | head -n 1)
    while IFS= read -r line; do
      file=$(printf '%s' "$line" | cut -c 67-)
      if [ -e "$release/$file" ] || [ -L "$release/$file" ]; then absent=; break; fi
    done <"$work/data"
    if [ -n "$absent" ]; then grep -Fxv -f "$work/data" "$work/files" >"$work/here"; else cp "$work/files" "$work/here"; fi
    cut -c 67- "$work/here" >"$work/names"
    while IFS= read -r file; do
      [ ! -L "$release/$file" ] || bad "a file is a link: $file"
      [ ! -e "$release/$file" ] || [ -f "$release/$file" ] || bad "a file is a special file or a folder: $file"
    done <"$work/names"
    (cd -P -- "$release" && sha256sum -c "$work/here") >"$work/sums" 2>/dev/null ||
      bad "a file is not the one in manifest.json: $(grep -v ': OK$' "$work/sums" | head -n 1)"
    [ "$(grep -c ': OK$' "$work/sums")" -eq "$(grep -c . "$work/here")" ] || bad "not every file in manifest.json was found"
    plain_file "$release/report.html" || bad "report.html is missing"
    # --- 6. There are no others: what nobody committed would be read with the rest.
    # No name of a release has a line break: one that has would look like two that are named.
    [ -z "$(cd -P -- "$release" && find . -name '*
*' -print)" ] || bad "a file is not in manifest.json: its name has a line break"
    { cat "$work/names"; printf '%s\n' manifest.json _SUCCESS report.html; } | sort -u >"$work/named"
    special=$(cd -P -- "$release" && find . -path ./proof -prune -o ! -type d ! -type f ! -type l -print) || bad "the release cannot be listed"
    [ -z "$special" ] || bad "a special file is in the release: $(printf '%s\n' "$special" | head -n 1)"
    (cd -P -- "$release" && find . -path ./proof -prune -o ! -type d -print) >"$work/found" || bad "the release cannot be listed"
    # A link is whatever it points to when somebody reads it.
    while IFS= read -r file; do [ ! -L "$release/$file" ] || bad "a file is a link: $file"; done <"$work/named"
    # Where files are gone, their folders may still be there.
    (cd -P -- "$release" && find . -path ./proof -prune -o -type d -print) | sed 's|^\./||; /^\.$/d' >"$work/folders"
    cut -c 67- "$work/files" |
      awk -F/ '{ path = ""; for (i = 1; i < NF; i++) { path = path (i > 1 ? "/" : "") $i; print path } }' |
      sort -u >"$work/parents"
    grep -Fxv -f "$work/parents" "$work/folders" >"$work/others" &&
      bad "a folder is not in manifest.json: $(head -n 1 "$work/others")"
    sed 's|^\./||' "$work/found" | grep -Fxv -f "$work/named" >"$work/others" &&
      bad "a file is not in manifest.json: $(head -n 1 "$work/others")"
    [ "$(wc -l <"$work/found")" -eq "$(wc -l <"$work/named")" ] || bad "a file is not in manifest.json"
    [ -z "$absent" ] ||
      bad "nothing of the data is here: $absent. It was taken away or purged, or is in a database; the other files are right"
  fi
  if grep -Fq '"type":"purpose.check"' "$entry"; then gates=$((gates + 1)); cp "$entry" "$work/gate"; fi
done
for entry in *.entry.json; do
  [ -f "$(printf '%s' "$entry" | sed 's/\.entry\.json$//').tlog-proof" ] || bad "$entry has no proof"
done

# Without the commit anybody's manifest.json would fit.
[ "$alone" = yes ] || [ "$count $gates $commits" = "2 1 1" ] ||
  bad "the proof is not of one gate and one commit (for a folder by itself: --alone)"

# The gate that was passed is this run's.
if [ "$alone" = no ]; then
  for entry in *.entry.json; do
    grep -Fq "\"run\":\"$run\"" "$entry" || bad "$entry is of another run than the commit"
  done
  for name in purpose processing policySha256; do
    grep -Fq "\"$name\":\"$(fact "$name")\"" "$work/gate" || bad "the purpose check in the proof is of another run"
  done
  # Of a run that only reported what its gates would have denied, a denial may stand there.
  [ "$(fact mode)" = log ] || grep -Fq '"decision":"permit"' "$work/gate" || bad "the purpose was denied, and the run went on"
fi

printf 'entries proven: %s, in %s at size %s\n' "$count" "$(plain "$origin")" "$size"
if [ "$alone" = no ]; then
  printf 'files of the release as the committed manifest names them: %s\n' "$files"
  # In the words of perde verify.
  case $(fact mode):$(fact approved):$(fact out) in
    enforce:0:*) use='may not be used: nobody had approved the policy' ;;
    enforce:*:0) use='is empty: no record is in it' ;;
    enforce:*) use="was fit for use when it was made: $(fact outputClass)" ;;
    *) use='may never be used: the run only reported what its gates would have denied' ;;
  esac
  printf 'the release %s\n  for %s / %s\n' "$use" "$(plain "$(fact purpose)")" "$(plain "$(fact processing)")"
  [ "$(fact accepted)" = 0 ] || printf '  consents were accepted by hand, so withdrawals may be gone; perde verify says by whom\n'
  grep -q '^sealed$' "$work/manifest" && printf 'the files of its data are encrypted: that they open is not checked here\n'
  printf 'not checked here, but by perde verify: report.html, sums of records, what risk.json and marks say, signatures of approvals,\n'
  printf 'and with the log: whether it was purged since. Whether a consent was withdrawn since is asked by perde use.\n'
  printf 'cannot be known here: whether the data should be there at all. Of a release that was purged, and put back, this says the same.\n'
fi
if [ "$trusted" = yes ]; then
  printf 'OK: signed with the trusted key %s\n' "$id"
  exit 0
fi
printf 'consistent with itself only: give the public key of the log, from outside, to know who signed it\n'
exit 3
`
