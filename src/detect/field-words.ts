import { list } from './column-names.ts'

/**
 * Words of schemas that are somebody's name too, as names of fields have them: in lower case. `geo`, `request_uri` and `gene`
 * are columns every day; a person who stands in the place of one is called in capitals, or by two words.
 */
export const FIELD_WORDS: ReadonlySet<string> = new Set(
  list(
    `geo, uri, gene, kia, lada, iris, tara, asset, opal, лада, марка, алтын, күміс, темір, жұлдыз, сағат, есімі, санаты`,
  ),
)
