/**
 * What is asked of which text, kept for the recognisers that were asked for lately: the fields of a policy that look for the
 * same things have one automaton (possible-matches.ts) and one table of forms, which cost more to work out than to use.
 */
import { createPrefilter } from './classes.ts'
import { createTasksByForm } from './form-tasks.ts'
import type { TasksByForm } from './form-tasks.ts'
import type { Recogniser } from './recogniser.ts'
import { createTasksByText } from './text-tasks.ts'
import type { TasksByText } from './text-tasks.ts'

interface KeptTasks {
  byForm: TasksByForm
  byText: TasksByText
}

/** Some megabytes each. */
const MOST_LISTS = 4

const lately: { recognisers: readonly Recogniser[]; tasks: KeptTasks }[] = []

export function tasksFor(recognisers: readonly Recogniser[]): KeptTasks {
  const at = lately.findIndex((kept) => isSameList(kept.recognisers, recognisers))
  const tasks = at < 0 ? newTasks(recognisers) : lately.splice(at, 1)[0]!.tasks
  lately.push({ recognisers, tasks })
  if (lately.length > MOST_LISTS) lately.shift()
  return tasks
}

function newTasks(recognisers: readonly Recogniser[]): KeptTasks {
  return { byForm: createTasksByForm(createPrefilter(recognisers)), byText: createTasksByText(recognisers) }
}

function isSameList(a: readonly Recogniser[], b: readonly Recogniser[]): boolean {
  return a.length === b.length && a.every((recogniser, i) => recogniser === b[i])
}
