import type { Client } from 'pg'

/**
 * What is in the schema of a release, or about its tables, that perde never makes: kinds and names, in order. Relations are
 * looked at apart. Rights to read are none of it: without them nobody could use a release.
 */
export async function addedIn(client: Client, schema: string): Promise<Added[]> {
  const { rows } = await client.query<Added>(
    `WITH own AS (
       SELECT c.oid, c.relname::text AS name, c.relowner, c.relacl
       FROM pg_catalog.pg_class c WHERE c.relnamespace = $1::text::pg_catalog.regnamespace AND c.relkind = 'r'),
     space AS (SELECT * FROM pg_catalog.pg_namespace WHERE oid = $1::text::pg_catalog.regnamespace)
     SELECT kind, name FROM (
       SELECT 'function' AS kind, p.proname::text AS name FROM pg_catalog.pg_proc p JOIN space s ON p.pronamespace = s.oid
       UNION ALL
       SELECT 'type', t.typname::text FROM pg_catalog.pg_type t JOIN space s ON t.typnamespace = s.oid
       WHERE t.typrelid = 0 AND NOT EXISTS (
         SELECT 1 FROM pg_catalog.pg_type e WHERE e.typarray = t.oid AND e.typrelid <> 0)
       UNION ALL
       SELECT 'operator', o.oprname::text FROM pg_catalog.pg_operator o JOIN space s ON o.oprnamespace = s.oid
       UNION ALL
       SELECT 'collation', c.collname::text FROM pg_catalog.pg_collation c JOIN space s ON c.collnamespace = s.oid
       UNION ALL
       SELECT 'statistics', x.stxname::text FROM pg_catalog.pg_statistic_ext x JOIN space s ON x.stxnamespace = s.oid
       UNION ALL
       SELECT 'trigger', t.tgname::text FROM pg_catalog.pg_trigger t JOIN own ON own.oid = t.tgrelid WHERE NOT t.tgisinternal
       UNION ALL
       SELECT 'rule', r.rulename::text FROM pg_catalog.pg_rewrite r JOIN own ON own.oid = r.ev_class
       UNION ALL
       SELECT 'policy', p.polname::text FROM pg_catalog.pg_policy p JOIN own ON own.oid = p.polrelid
       UNION ALL
       SELECT 'default', own.name || '.' || a.attname FROM pg_catalog.pg_attrdef d JOIN own ON own.oid = d.adrelid
         JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
       UNION ALL
       SELECT 'identity', own.name || '.' || a.attname FROM pg_catalog.pg_attribute a JOIN own ON own.oid = a.attrelid
       WHERE a.attidentity <> '' AND NOT a.attisdropped
       UNION ALL
       SELECT 'constraint', c.conname::text FROM pg_catalog.pg_constraint c JOIN own ON own.oid = c.conrelid
       WHERE c.contype NOT IN ('p', 'u', 'f', 'n')
       UNION ALL
       SELECT 'index', i.relname::text FROM pg_catalog.pg_index x JOIN own ON own.oid = x.indrelid
         JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
       WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint c WHERE c.conindid = x.indexrelid)
       UNION ALL
       SELECT 'comment', own.name || coalesce('.' || a.attname, '') FROM pg_catalog.pg_description d JOIN own ON own.oid = d.objoid
         LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.objoid AND a.attnum = d.objsubid AND d.objsubid > 0
       WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
       UNION ALL
       SELECT 'comment', s.nspname::text FROM space s
       WHERE coalesce(pg_catalog.obj_description(s.oid, 'pg_namespace'), '') !~ '^(perde release [0-9A-Z]{26})?$'
       UNION ALL
       SELECT DISTINCT 'grant', own.name || ' ' || pg_catalog.lower(g.privilege_type)
       FROM own, LATERAL pg_catalog.aclexplode(own.relacl) g
       WHERE g.grantee <> own.relowner AND g.privilege_type <> 'SELECT'
       UNION ALL
       SELECT DISTINCT 'grant', s.nspname || ' ' || pg_catalog.lower(g.privilege_type)
       FROM space s, LATERAL pg_catalog.aclexplode(s.nspacl) g
       WHERE g.grantee <> s.nspowner AND g.privilege_type <> 'USAGE'
       UNION ALL
       SELECT DISTINCT 'grant', own.name || '.' || a.attname || ' ' || pg_catalog.lower(g.privilege_type)
       FROM own JOIN pg_catalog.pg_attribute a ON a.attrelid = own.oid, LATERAL pg_catalog.aclexplode(a.attacl) g
       WHERE g.grantee <> own.relowner AND g.privilege_type <> 'SELECT'
     ) AS added ORDER BY kind COLLATE "C", name COLLATE "C"`,
    [`"${schema.replaceAll('"', '""')}"`],
  )
  return rows
}

export interface Added {
  kind: string
  name: string
}
