import { S3Client } from '@aws-sdk/client-s3'
import { loadConfig } from '@smithy/core/config'
import { PerdeError } from '../../../errors.ts'

/** A request that gets no byte for so long is given up and tried again. */
const IDLE_MS = 60_000
const CONNECT_MS = 10_000

/**
 * Endpoint, region and credentials as the command line of AWS finds them: environment, shared configuration and credentials
 * (AWS_PROFILE), web identity, container, instance. A store of one's own (AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or
 * `endpoint_url`) has its buckets in the path, since few have a name for each, unless `addressing_style = virtual`.
 */
export async function connect(): Promise<S3Client> {
  const endpoint = await setting({
    environmentVariableSelector: (env) => env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'],
    configFileSelector: (profile) => profile['endpoint_url'],
  })
  const style = await setting({
    environmentVariableSelector: () => undefined,
    configFileSelector: (profile) => profile['s3.addressing_style'],
  })
  const region = await setting({
    environmentVariableSelector: (env) => env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'],
    configFileSelector: (profile) => profile['region'],
  })
  if (region === '' && endpoint === '')
    throw new PerdeError('STORE_REFUSED', 'the region of the store is not known', {
      hints: ['set AWS_REGION, or for a store that is not of AWS its address in AWS_ENDPOINT_URL_S3'],
    })
  return new S3Client({
    // Stores outside of AWS take any, most of them this one.
    region: region === '' ? 'us-east-1' : region,
    forcePathStyle: style === 'path' || (endpoint !== '' && style !== 'virtual'),
    followRegionRedirects: true,
    // The bytes are checked as they come, also over a connection that was cut: see object-source.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS, httpsAgent: AGENT, httpAgent: AGENT },
    ...(await attempts()),
    // What the library has to tell is for nobody who runs perde.
    logger: { debug: silent, info: silent, warn: silent, error: silent },
  })
}

const AGENT = { keepAlive: true, maxSockets: 64 }

/** Six times, each a random while after the one before, unless AWS_MAX_ATTEMPTS says otherwise. */
async function attempts(): Promise<{ maxAttempts: number } | object> {
  const given = await setting({
    environmentVariableSelector: (env) => env['AWS_MAX_ATTEMPTS'],
    configFileSelector: (profile) => profile['max_attempts'],
  })
  return given === '' ? { maxAttempts: 6 } : {}
}

/** Empty: it is set nowhere. */
function setting(selectors: Omit<Parameters<typeof loadConfig<string>>[0], 'default'>): Promise<string> {
  return loadConfig<string>({ ...selectors, default: '' })()
}

function silent(): void {}
