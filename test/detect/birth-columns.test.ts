import { describe, expect, it } from 'vitest'
import { detectColumn } from '../../src/detect/detect-column.ts'
import { numbers, pad } from './columns.ts'

const days = numbers(41, 60, 15_000).map((n) => new Date(Date.UTC(1960, 0, 1 + n)).toISOString())
const withTime = days.map((d) => `${d.slice(0, 10)} 00:00:00`)
const compact = days.map((d) => d.slice(0, 10).replaceAll('-', ''))
const years = days.map((d) => d.slice(0, 4))
const written = days.map((d) => d.slice(0, 10))

describe('columns of dates of birth, by what they are called', () => {
  it.each([
    ['birth', withTime],
    ['birth', days],
    ['birth_ts', withTime],
    ['ts_birth', days],
    ['birth_timestamp', days],
    ['birthTimestamp', withTime],
    ['birth_datetime', days],
    ['birth_epoch', days.map((d) => String(Date.parse(d) / 1000))],
    ['BRTH_DT', compact],
    ['BIRTHDT', written],
    ['dt_birth', compact],
    ['birthyear', years],
    ['DATEOFBIRTH', compact],
    ['ДатаРождения', compact.map((d) => `${d}000000`)],
    ['датарождения', written],
    ['дата_рожд', written],
    ['рожден', written],
    ['г.р.', years],
    ['год_рожд', years],
    ['туылған жылы', years],
    ['ж.т.', years],
    ['datarozhd', written],
    ['data_rojd', written],
  ])('%s is one', (name, values) => {
    expect(detectColumn(name, values)).toMatchObject({ entity: 'birth-date', role: 'quasi-identifier' })
  })

  it.each([
    ['birth_weight', numbers(43, 60, 3000).map((n) => String(1500 + n))],
    ['birth_order', numbers(44, 60, 5).map(String)],
    ['birth_hospital', numbers(45, 60, 40).map((n) => `H-${pad(n)}`)],
    ['births', years],
    ['дата_выдачи_свидетельства_о_рождении', written],
    ['рождаемость', years],
    ['до_рождества', withTime],
    ['created_ts', withTime],
    ['год', years],
    ['гр', years],
    ['г', years],
    ['start_dt', compact],
  ])('%s is none', (name, values) => {
    expect(detectColumn(name, values).entity).not.toBe('birth-date')
  })
})
