import type { Language } from '../locale.ts'
import { en, type Catalogue } from './en.ts'
import { kk } from './kk.ts'
import { ru } from './ru.ts'

export type { Catalogue }

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { kk, ru, en }
