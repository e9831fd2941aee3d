"""What helps, in the words of who calls `run`: perde's own hints are about its command line."""

import re

# Options and commands that somebody who calls `run` has not.
COMMAND_LINE = re.compile(
    r"--(run|out|replace|source|partitions|schema|bytes|log|as-of|resume|since|rebuild|mode|dry-run|shard|target)\b"
    r"|perde (shard|profile|plan|apply|put|publish|run)\b"
)

ARGUMENTS = {
    "OUTPUT_EXISTS": "name another out",
    "OUTPUT_IS_INPUT": "name an out that is none of the inputs, nor below what a source reads",
    "PLAN_MISMATCH": "go on with what the run was begun with, or begin again with another run_folder, or none",
    "INPUT_CHANGED": "begin again with another run_folder, or none, when nobody writes to the table",
    "RELEASE_UNKNOWN": "begin again with another run_folder, or none",
    "RUN_LOCKED": "another driver works on this run: run it again, it goes on",
}


# Of these it is said instead of hints that were about the command line, and not beside others: what else is no match has its own.
ALONE = {"PLAN_MISMATCH"}


# What perde says in the place of a name that is somebody's data.
WITHHELD = "(name withheld)"


def worded(code, message, hints):
    """The hints that a caller of `run` can follow."""
    kept = [hint for hint in hints if not COMMAND_LINE.search(hint)]
    if WITHHELD in message:
        kept.insert(0, "if the names of the columns are a record, the file has no header: read it with header=False, and name them with toDF")
    own = ARGUMENTS.get(code)
    if own and not (code in ALONE and kept):
        kept.append(f"{own}, or replace=True" if any("--replace" in hint for hint in hints) else own)
    return kept
