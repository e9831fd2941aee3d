import type { Language } from '../../evidence/report/locale.ts'
import { en, type ViewCatalogue } from './en.ts'
import { kk } from './kk.ts'
import { ru } from './ru.ts'

export type { ViewCatalogue }

export const VIEW_CATALOGUES: Readonly<Record<Language, ViewCatalogue>> = { kk, ru, en }
