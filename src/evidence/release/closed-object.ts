/** The schema of an object that has these properties and no other. */
export function object(properties: Record<string, object>, optional: string[] = []): object {
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    required: Object.keys(properties).filter((p) => !optional.includes(p)),
  }
}
