import { describe, expect, it } from 'vitest'
import { checkAround } from '../../../src/engine/read/check-around.ts'

const input = { sourceName: 'people', bytes: { name: 'people.xml' } as never }
const check = (path: string, text: string) => () =>
  checkAround([{ path, text }], input, () => true, new Set(['id', 'dx']))

describe('what stands in a document outside its records', () => {
  it('may be a short description', () => {
    expect(check('export.title', 'Visits of May')).not.toThrow()
  })

  it.each(['export.part.r.id', 'export.R.@ID', 'export.old.dx'])(
    'is not called as a place in them that has a rule: %s',
    (path) => {
      expect(check(path, 'A1')).toThrow(expect.objectContaining({ code: 'INPUT_SURPRISE' }))
    },
  )

  it.each([
    ['for.surname', 'Zhakupov'],
    ['lastName', 'Zhakupov'],
    ['фамилия', 'Жақыпов'],
    ['for.birth_date', '1990-01-01'],
    ['rs.@date-of-birth', '1990-01-01'],
    ['dob', '01.01.1990'],
    ['birthday', '1990-05-06'],
    ['born.birth_date.year', '1990'],
    ['passport', 'N12345678'],
    ['address', 'Almaty, Abay 10, 5'],
    ['diagnosis', 'F20.0'],
    ['password', 'hunter2'],
    ['exported_by', 'Zhakupov'],
    ['exportedBy', 'zhakupov'],
    ['meta.preparedBy', 'Жақыпов'],
    ['export.@created-by', 'd.zhakupov'],
    ['uploadedby', 'Zhakupov'],
    ['doneby', 'zh'],
    ['triggered_by', 'dzhakupov'],
    ['by', 'Zhakupov'],
    ['meta.by', 'Zhakupov'],
    ['user', 'dzhakupov'],
    ['user', '10442'],
    ['meta.userName', 'dzhakupov'],
    ['session.login', 'dzhakupov'],
    ['author', 'zhakupov'],
    ['editor', 'zhakupov'],
    ['operator', 'Op. 3, Zhakupov'],
    ['operator_name', 'zhakupov'],
    ['исполнитель', 'жакупов'],
    ['отчет.Подготовил', 'Жакупов'],
    ['составила', 'Жакупова'],
    ['кем_выгружено', 'жакупов'],
    ['орындаушы', 'жақыпов'],
    ['дайындаған', 'Жақыпов'],
    ['қол_қойған', 'Жақыпов'],
    ['жауапты', 'жақыпов'],
    ['ispolnitel', 'zhakupov'],
  ])('is no value that %s says is personal', (path, text) => {
    expect(check(path, text)).toThrow(expect.objectContaining({ code: 'INPUT_SURPRISE', where: expect.any(Object) }))
  })

  it.each([
    ['version', '1.0'],
    ['count', '42'],
    ['patients.count', '7'],
    ['page', '1'],
    ['next', '/api/visits?page=2'],
    ['generated_at', '2026-01-01T10:00:00Z'],
    ['created', '2026-01-01'],
    ['meta.lastUpdated', '2026-01-01'],
    ['name', 'visits'],
    ['status', 'ok'],
    ['city', 'Almaty'],
    ['language', 'kk'],
    ['job', 'nightly'],
    ['department', 'surgery'],
    ['request_id', 'abc-1'],
    ['uuid', '123e4567-e89b-12d3-a456-426614174000'],
    ['checksum', '9e107d9d372bb6826bd81d3542a419d6'],
    ['timestamp', '1767225600'],
    ['standby', 'replica'],
    ['mode.standBy', 'on'],
    ['nearby', 'almaty'],
    ['group_by', 'city'],
    ['groupby', 'city'],
    ['order_by', 'visited_at'],
    ['orderedBy', 'visited'],
    ['sort_by', 'surname'],
    ['sortBy', 'created'],
    ['sort.by', 'created'],
    ['partitioned-by', 'region'],
    ['derby', 'almaty'],
    ['powered_by', 'perde'],
    ['user_agent', 'curl'],
    ['user_count', '1042'],
    ['users', '1042'],
    ['editors', '12'],
    ['authoring_tool', 'oxygen'],
    ['operator', '>='],
    ['operator', 'AND'],
    ['generated_by', 'perde/1.0'],
    ['created_by', 'HIS 4.2.1'],
    ['created_by', 'system'],
    ['exported_by', 'cron'],
    ['создал', 'система'],
    ['approved_by', ''],
    ['exported by', 'the nightly job'],
    ['exported_by', 'hospital-information-system'],
    ['created_by', 'Ministry of Health'],
    ['created_by', 'City Polyclinic'],
    ['составил', 'Отдел статистики'],
    ['дайындаған', 'Қалалық емханасы'],
    ['login', 'true'],
  ])('may be what every document says: %s', (path, text) => {
    expect(check(path, text)).not.toThrow()
  })
})
