import { PerdeError, systemCode, type ErrorCode, type Where } from '../../../errors.ts'

/**
 * A failure of store or connection as a typed error. What a store says of it may hold key ids, signed addresses and names of
 * objects, so nothing is shown but its status and the name of the error.
 */
export function storeError(e: unknown, doing: string, where: Where): PerdeError {
  if (e instanceof PerdeError) return e.at(where)
  const { name, status } = nameOf(e)
  const make = (code: ErrorCode, text: string, hints: string[], retryable = false) =>
    new PerdeError(code, text, {
      where,
      hints,
      retryable,
      facts: { ...(status && { status }), ...(name && { error: name }) },
    })
  const known = KNOWN.find(([pattern]) => pattern.test(name ?? ''))
  if (known) return make(known[1], known[2], known[3], known[4])
  if (status === 403) return make('STORE_REFUSED', `the store refused it while ${doing}`, [RIGHTS])
  if (status === 301 || status === 307) return make('STORE_REFUSED', ...WRONG_REGION)
  if (status === 429 || (status !== undefined && status >= 500))
    return make('STORE_UNAVAILABLE', `the store answered with ${status} while ${doing}, again and again`, [LATER], true)
  if (status !== undefined && status >= 400)
    return make('STORE_FAILED', `${doing} failed: the store answered with ${status}`, [
      'what the store’s own log says of it tells more',
    ])
  const net = systemCode(e)
  return make(
    'STORE_UNAVAILABLE',
    `${doing} failed${net ? ` with ${net}` : ': the connection broke'}`,
    ['is the store up and reachable, and AWS_ENDPOINT_URL_S3 the right one? Nothing was published'],
    true,
  )
}

/** Name and HTTP status of what a store answered with; the name only where it is one. */
export function nameOf(e: unknown): { name?: string; status?: number } {
  const { name, $metadata } = e as { name?: unknown; $metadata?: { httpStatusCode?: unknown } }
  const status = $metadata?.httpStatusCode
  return {
    ...(typeof name === 'string' && /^[A-Za-z][A-Za-z0-9.]{2,80}$/.test(name) && name !== 'Error' && { name }),
    ...(typeof status === 'number' && status !== 200 && { status }),
  }
}

export function isAbsent(e: unknown): boolean {
  const { name, status } = nameOf(e)
  return status === 404 && (name === undefined || /^(?:NoSuchKey|NotFound|UnknownError)$/.test(name))
}

/** A condition of the request does not hold; 409 is a conflict with somebody who writes the same right now. */
export function isConflict(e: unknown): boolean {
  const { status } = nameOf(e)
  return status === 412 || status === 409
}

const RIGHTS =
  'are key id and secret those of this store, and may they list, read and write there? AWS_PROFILE chooses others'
const LATER = 'run again later; nothing was published'
const WRONG_REGION: [message: string, hints: string[]] = [
  'the bucket is in another region than the one that is set',
  ['set AWS_REGION to its region'],
]

type Known = [pattern: RegExp, code: ErrorCode, message: string, hints: string[], retryable?: boolean]

const KNOWN: Known[] = [
  [
    /^(?:CredentialsProviderError|TokenProviderError)$/,
    'STORE_REFUSED',
    'no credentials for the store were found',
    ['give them by AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the role of the machine'],
  ],
  [
    /^(?:ExpiredToken(?:Exception)?|TokenRefreshRequired|RequestExpired)$/,
    'STORE_REFUSED',
    'the credentials for the store have expired',
    ['get new ones, and run again; with --resume what was done is not done again'],
    true,
  ],
  [
    /^(?:InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|XAdminUserNotFound)$/,
    'STORE_REFUSED',
    'the store does not know the credentials',
    ['are key id and secret those of this store? AWS_PROFILE and AWS_ENDPOINT_URL_S3 choose others'],
  ],
  [/^RequestTimeTooSkewed$/, 'STORE_REFUSED', 'the clock of this machine is not the store’s', ['set it right']],
  [
    /^(?:AuthorizationHeaderMalformed|PermanentRedirect|IllegalLocationConstraintException)$/,
    'STORE_REFUSED',
    ...WRONG_REGION,
  ],
  [/^NoSuchBucket$/, 'STORE_REFUSED', 'the store has no bucket of that name', ['it stands behind s3://']],
  [/^InvalidBucketName$/, 'STORE_REFUSED', 'the store takes no bucket of that name', ['it stands behind s3://']],
  [
    /^NotImplemented$/,
    'STORE_REFUSED',
    'the store does not know a request that perde needs',
    ['src/io/stores/README.md says which ones it has to know'],
  ],
  [
    /^(?:QuotaExceeded|EntityTooLarge|InsufficientStorage|StorageFull)/,
    'NO_SPACE',
    'the store takes no more bytes',
    ['free some space and run again; nothing was published'],
  ],
]
