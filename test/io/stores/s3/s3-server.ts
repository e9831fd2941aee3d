import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A store of its own in a temporary folder: Versity's S3 gateway on files, no mock. */
export interface S3Server {
  endpoint: string
  port: number
  /** what a process needs to reach it */
  env: Record<string, string>
  createBucket(name: string): Promise<void>
  put(bucket: string, key: string, body: string | Uint8Array): Promise<void>
  get(bucket: string, key: string): Promise<Buffer>
  remove(bucket: string, key: string): Promise<void>
  /** keys of a bucket, in order */
  keys(bucket: string, prefix?: string): Promise<string[]>
  /** keys of uploads that were begun and not finished */
  uploads(bucket: string): Promise<string[]>
  stop(): void
}

/** The server's program; undefined, loudly: there is none, and nothing is tested. */
export const S3_SERVER: string | undefined = findProgram()

function findProgram(): string | undefined {
  const named = process.env['PERDE_VERSITYGW']
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), join(homedir(), 'go', 'bin')]
  const found = (named ? [named] : folders.map((folder) => join(folder, 'versitygw'))).find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
  if (found === undefined)
    console.warn(
      '\n*** NOT TESTED: no S3 server is installed (go install github.com/versity/versitygw/cmd/versitygw@v1.8.0): stores as inputs, outputs and logs ***\n',
    )
  return found
}

const ACCESS = 'testaccess'
const SECRET = 'testsecretthatprotectsnothing'

export async function startS3(program: string): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'perde-s3-'))
  for (const name of ['objects', 'facts']) mkdirSync(join(folder, name))
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const server = spawn(
    program,
    [
      '--port',
      `127.0.0.1:${port}`,
      '--keep-alive',
      '--quiet',
      'posix',
      '--sidecar',
      join(folder, 'facts'),
      join(folder, 'objects'),
    ],
    {
      stdio: 'ignore',
      cwd: folder,
      env: { PATH: process.env['PATH'], ROOT_ACCESS_KEY: ACCESS, ROOT_SECRET_KEY: SECRET },
    },
  )
  const client = new S3Client({
    region: 'us-east-1',
    endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: ACCESS, secretAccessKey: SECRET },
  })
  await answering(server, client)
  return {
    endpoint,
    port,
    env: environment(endpoint),
    createBucket: async (Bucket) => void (await client.send(new CreateBucketCommand({ Bucket }))),
    async put(Bucket, Key, body) {
      const Body = Buffer.from(body)
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Body.length }))
    },
    async get(Bucket, Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
      return Buffer.from(await Body!.transformToByteArray())
    },
    remove: async (Bucket, Key) => void (await client.send(new DeleteObjectCommand({ Bucket, Key }))),
    async keys(Bucket, Prefix = '') {
      const keys: string[] = []
      for (let ContinuationToken: string | undefined, more = true; more;) {
        const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }))
        keys.push(...(page.Contents ?? []).map(({ Key }) => Key!))
        ContinuationToken = page.NextContinuationToken
        more = page.IsTruncated === true
      }
      return keys.sort()
    },
    async uploads(Bucket) {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }))
      return Uploads.map(({ Key }) => Key!)
    },
    stop() {
      client.destroy()
      server.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Of a process that reaches the store by an endpoint: the server's own, or that of a proxy before it. */
export function environment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: ACCESS,
    AWS_SECRET_ACCESS_KEY: SECRET,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

async function answering(server: ChildProcess, client: S3Client): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
    try {
      await client.send(new ListObjectsV2Command({ Bucket: 'nothing-there' }))
    } catch (e) {
      if ((e as Error).name === 'NoSuchBucket') return
      // Not yet; the server's own end is what stops the asking.
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
