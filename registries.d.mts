export interface Registry {
  file: string
  folder: string
  member: string
  list: string
  type: string
  from: string
}
export const registries: readonly Registry[]
export function registryText(registry: Registry): string
