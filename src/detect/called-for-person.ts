import { list } from './column-names.ts'
import { headerWords } from './header-words.ts'

/**
 * Names around the records of a document that say who it is of: `exported_by`, `user`, `исполнитель`. One value is all there
 * is to judge by, and a surname or a login in it looks like any word, so the name decides.
 */

/** Whose name or login stands there; a name of it may follow: `operator_name`. */
const PEOPLE = new Set(
  list(`user, username, login, author, editor, operator, creator, preparer, reviewer, approver, signer, signatory,
    submitter, requester, requestor, reporter, uploader, cashier, accountant, clerk, assignee, curator, physician, nurse,
    пользователь, логин, автор, редактор, оператор, исполнитель, составитель, ответственный, ответственное лицо, кассир,
    бухгалтер, подписант, утвердивший, проверивший, подготовивший, составивший, подготовил, подготовила, составил, составила,
    выгрузил, выгрузила, сформировал, сформировала, создал, создала, утвердил, утвердила, проверил, проверила, согласовал,
    согласовала, подписал, подписала, заполнил, заполнила, внес, внёс, внесла, ввел, ввёл, ввела, выдал, выдала, принял,
    приняла, сдал, сдала, кем создан, кем создано, кем выгружен, кем выгружено, кем подготовлен, кем подготовлено,
    кем утвержден, кем утверждён, кем утверждено, кем выдан, кем выдано,
    орындаушы, пайдаланушы, авторы, редакторы, жауапты, жауапты тұлға, есепші, құрастырушы, орындаған, дайындаған, жасаған,
    құрастырған, құрған, бекіткен, тексерген, келіскен, жүктеген, шығарған, толтырған, енгізген, тіркеген, берген,
    қабылдаған, қол қойған, ispolnitel, sostavitel, avtor, polzovatel, otvetstvennyi, otvetstvenny, otvetstvennyj,
    podgotovil, podgotovila, sostavil, sostavila, vygruzil, sozdal, utverdil, proveril, podpisal, oryndaushy, daiyndagan,
    dayyndagan, zhasagan`),
)

const NAMES_OF = new Set(list(`name, fullname, login, фио, имя, аты, fio`))

/** `sort_by`: what is done by a field, and `standby`, which is one word. */
const NOT_BY = new Set(
  list(`stand, near, group, grouped, grouping, order, ordered, ordering, sort, sorted, sorting, partition, partitioned, cluster,
    clustered, distribute, distributed, filter, filtered, split, divide, divided, multiply, multiplied, index, indexed, rank,
    ranked, bucket, aggregate, aggregated, key, keyed, search, limit, limited, step, increment, increase, decrease, change,
    differ, match, break, page, count, dedupe, distinct, weight, weighted, scale, color, colour, go, pass, powered, licensed,
    where, find, select, join, merge, union, values, list`),
)

/** The same in one word of small letters. */
const BY = /^(?:\p{L}{3,}ed|made|done|written|sent|drawn|given|taken|built|drafted|signed|run)by$/u

/** Values that programs put there. */
const NOBODY = new Set(
  list(`system, sys, admin, administrator, root, service, server, daemon, cron, scheduler, job, batch, auto, automatic, automated,
    automatically, robot, bot, api, etl, export, exporter, import, importer, script, cli, test, default, anonymous, guest, public,
    none, null, nil, unknown, undefined, na, n/a, nobody, any, all, true, false, yes, no, on, off, self, internal, external,
    and, or, not, xor, eq, ne, lt, le, gt, gte, lte, in, like, between, contains, equals, is, exists, id, name, date, time,
    asc, desc, система, автоматически, администратор, авто, неизвестно, нет, да, жүйе, автоматты, әкімші, белгісіз, жоқ, иә`),
)

/** Is a place called for somebody? `path`: as its names are written, since capitals part words. */
export function isCalledForPerson(path: string): boolean {
  const words = headerWords(path)
  const [before = '', last = ''] = words.slice(-2)
  const lone = words.at(-1) ?? ''
  if (lone === 'by') return words.length === 1 || !NOT_BY.has(before)
  if (BY.test(lone)) return !NOT_BY.has(lone.slice(0, -2))
  if (PEOPLE.has(lone) || PEOPLE.has(`${before} ${last}`)) return true
  return words.length > 1 && NAMES_OF.has(last) && PEOPLE.has(before)
}

/** What programs and houses are called by, at the beginning or the end: `the nightly job`, `Ministry of Health`. */
const THINGS = new Set(
  list(`job, jobs, service, system, server, script, task, module, pipeline, process, program, application, app, exporter,
    importer, scheduler, daemon, robot, bot, export, import, ministry, department, dept, office, agency, hospital, clinic,
    polyclinic, laboratory, lab, registry, bank, university, institute, company, llp, llc, ltd, inc, gmbh, plc,
    сервис, служба, система, сервер, скрипт, задание, задача, модуль, программа, робот, бот, выгрузка, министерство,
    департамент, отдел, управление, агентство, больница, поликлиника, клиника, лаборатория, банк, университет, институт,
    компания, тоо, ао, гкп, кгп, ооо, жүйесі, қызметі, сервисі, бағдарламасы, министрлігі, департаменті, бөлімі, басқармасы,
    агенттігі, ауруханасы, емханасы, зертханасы, банкі, университеті, жшс, ақ`),
)

/** May a text be somebody's name, login or number? Flags, short numbers, versions and what programs write are not. */
export function mayBeSomebody(text: string): boolean {
  const plain = text.trim().toLowerCase()
  if (NOBODY.has(plain) || !/\p{L}|\d{3}/u.test(plain)) return false
  const words = headerWords(text)
  if (words.length > 1 && (THINGS.has(words[0]!) || THINGS.has(words.at(-1)!))) return false
  return !/[\s/-]v?\d+(?:\.\d+)+\S*$/u.test(plain) && !/^(?:\S+:\/)?\//u.test(plain)
}
