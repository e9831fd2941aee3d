/**
 * The part of `verify.sh` that reads `manifest.json`: a reader of all JSON as perde writes it, so that nothing in a text or
 * deeper down is taken for a file, and what it has no word for is refused instead of passed over.
 */
export const READ_MANIFEST = String.raw`# manifest.json is one canonical JSON object (RFC 8785). Says of it, a line each: output and file (digest, two spaces, path),
# fact, sealed; "end" behind the last, or "refused" and why: for what is not that, a name it does not know, a path with an escape.
read_manifest() {
  awk '
    function refuse(why) { if (!refused) print "refused " why; refused = 1; exit 1 }
    function isValue() { if (want != "v" && want != "V") refuse("it is not JSON as perde writes it") }
    function isOneOf(word, words) { return word !~ / / && index(" " words " ", " " word " ") > 0 }
    function listed() { return keys[1] == "outputs" || keys[1] == "files" }
    function isItem() { return depth == 3 && kinds[2] == "[" && kinds[3] == "{" && listed() }
    function begin(kind) {
      isValue()
      if (depth == 0 && kind != "{" || depth == 1 && listed() && kind != "[" || depth == 2 && listed() && kind != "{")
        refuse("it does not have the form of a manifest")
      if (depth == 1) lists[keys[1]] = kind
      if (isItem() && keys[3] == "plain" && kind == "{") sealed = 1
      if (isItem() && keys[3] != "plain") refuse("it does not have the form of a manifest")
      if (depth == 1 && keys[1] == "approval") asked = 1
      if (depth == 3 && keys[1] == "approval" && keys[2] == "approved") approved++
      if (depth == 2 && keys[1] == "accepted") accepted++
      kinds[++depth] = kind
      keys[depth] = ""
      ids[depth] = ++made
      if (isItem()) path = sum = ""
      want = kind == "{" ? "K" : "V"
    }
    function end(kind) {
      if (depth == 0 || kinds[depth] != kind || want != "," && want != (kind == "{" ? "K" : "V"))
        refuse("it is not JSON as perde writes it")
      if (isItem()) {
        if (sum !~ /^[0-9a-f]+$/ || length(sum) != 64) refuse("a file has no digest")
        if (path == "" || path == "-" || path ~ /\\/ || ("/" path "/") ~ /\/(\.\.?)?\//) refuse("a file name cannot be checked here")
        print (keys[1] == "outputs" ? "output " : "file ") sum "  " path
      }
      depth--
      want = depth == 0 ? "end" : ","
    }
    function scalar(text, quoted) {
      isValue()
      if (depth == 0 || depth < 3 && listed()) refuse("it does not have the form of a manifest")
      if (isItem() && quoted && keys[3] == "path") path = text
      if (isItem() && quoted && keys[3] == "sha256") sum = text
      if (depth == 1) print "fact " keys[1] " " text
      if (depth == 2 && keys[1] == "records" && keys[2] == "out") print "fact out " text
      want = ","
    }
    function string(text) {
      if (text ~ /[\001-\037]/) refuse("it is not JSON as perde writes it")
      if (want != "k" && want != "K") { scalar(text, 1); return }
      if ((ids[depth], text) in seen) refuse("a name comes twice in it")
      seen[ids[depth], text] = 1
      keys[depth] = text
      if (depth == 1 && !isOneOf(text, NAMES) || isItem() && !isOneOf(text, FILE_NAMES))
        refuse("it has a name that this script does not know (of another version of perde?): " text)
      want = ":"
    }
    function bare() {
      if (literal == "") return
      if (literal !~ /^(true|false|null|-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?)$/) refuse("it is not JSON as perde writes it")
      scalar(literal, 0)
      literal = ""
    }
    function between(text, i, c) {
      for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (!index("{}[]:,", c)) { literal = literal c; continue }
        bare()
        if (c == "{" || c == "[") begin(c)
        else if (c == "}") end("{")
        else if (c == "]") end("[")
        else if (c == ":") { if (want != ":") refuse("it is not JSON as perde writes it"); want = "v" }
        else { if (want != ",") refuse("it is not JSON as perde writes it"); want = kinds[depth] == "{" ? "k" : "v" }
      }
      bare()
    }
    # Quotes divide it: what stands between strings, a string, and so on. One behind an odd number of backslashes is of the string.
    BEGIN {
      RS = "\""
      want = "v"
      NAMES = "perde release since rebuilds onWithdrawal dataset created outputClass purpose purposeUntil processing basis mode makers asOf" \
        " policySha256 planSha256 registerSha256 keys inputs outputs files records corrected recordsSha256 fields anonymity" \
        " marking licence access storageCountry retainUntil system passport approval accepted signals log"
      FILE_NAMES = "path source bytes records header trailer record compression text plain sha256"
    }
    !inside { between($0); inside = 1; next }
    {
      text = text $0
      if (match($0, /\\+$/) && RLENGTH % 2 == 1) { text = text "\""; next }
      string(text)
      text = ""
      inside = 0
    }
    END {
      if (refused) exit 1
      if (want != "end" || !inside || text != "" || lists["outputs"] != "[" || lists["files"] != "[")
        refuse("it does not have the form of a manifest")
      print "fact approved " (asked ? approved + 0 : "-")
      print "fact accepted " accepted + 0
      if (sealed) print "sealed"
      print "end"
    }
  '
}`
