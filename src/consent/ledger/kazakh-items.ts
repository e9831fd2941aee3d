import type { EventFault } from './columns.ts'
import type { ConsentEvent } from './event.ts'

/**
 * What a consent has to hold by the law on personal data of Kazakhstan (94-V art. 8(4)), by the number of the item.
 * Item 8, "other", is held where it is given. Neither purpose nor the subject's number is on that list; the purpose is
 * asked for all the same (art. 7(8) and 14). What is wrong is named, never read as if it were right.
 */
export function consentItemFaults(event: ConsentEvent): EventFault[] {
  const { controller, subjectNamed, until, term, thirdParties, crossBorder, publicSources, categories } = event
  const faults: EventFault[] = []
  const item = (number: number, column: EventFault['column'], message: string) =>
    void faults.push({ column, message, item: number })
  if (!controller) item(1, 'controller', 'the operator is not named')
  else if (controller.bin === undefined) item(1, 'bin', 'the BIN or IIN of the operator is not given')
  if (subjectNamed !== true) item(2, 'subject-named', 'it is not said that the consent names the subject')
  if (until === undefined && term === undefined)
    item(3, 'until', 'the term is not given, nor that it ends with the purposes')
  if (thirdParties === undefined) item(4, 'third-parties', 'whether data go to third parties is not said')
  if (crossBorder === undefined) item(5, 'cross-border', 'whether data leave the country is not said')
  if (publicSources === undefined) item(6, 'public-sources', 'whether data go into public sources is not said')
  if (!categories) item(7, 'categories', 'the list of data is not given')
  return faults
}
