/** Of a shard's files: sorted by name they are in the order of the shards. */
export function shardName(shard: number): string {
  return String(shard).padStart(6, '0')
}
