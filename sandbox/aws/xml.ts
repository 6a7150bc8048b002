/** A result on its way to XML: lists become `<member>`s, `undefined` is left out. */
export interface Fields {
  readonly [name: string]: string | number | boolean | Fields | readonly (Fields | string)[] | undefined
}

/** The XML of a result's fields, in their order. */
export function xml(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => (value === undefined ? '' : `<${name}>${content(value)}</${name}>`))
    .join('')
}

function content(value: NonNullable<Fields[string]>): string {
  if (Array.isArray(value)) {
    return value
      .map(
        (member: Fields | string) => `<member>${typeof member === 'string' ? escaped(member) : xml(member)}</member>`,
      )
      .join('')
  }
  return typeof value === 'object' ? xml(value as Fields) : escaped(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
