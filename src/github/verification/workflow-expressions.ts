/** What the expressions of a workflow file refer to: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts */

/** `inputs.rotation-id`, `github.event.inputs.rotation-id` or `inputs['rotation-id']`, inside an expression. */
export function inputsIn(text: string): readonly string[] {
  return namesIn(text, /(?<![\w.'-])(?:github\.event\.)?inputs(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/gi)
}

/** `env.EXPECTED_KEY` or `env['EXPECTED_KEY']`, inside an expression. */
export function variablesIn(text: string): readonly string[] {
  return namesIn(text, /(?<![\w.'-])env(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/gi)
}

/**
 * `secrets.AWS_KEY` or `secrets['AWS_KEY']`, inside an expression, in upper case; undefined where it takes more to know
 * which secret a job gets: `secrets[matrix.name]`, `toJSON(secrets)`, or one of two.
 */
export function secretsIn(text: string): readonly string[] | undefined {
  const names: string[] = []
  for (const expression of expressionsIn(text)) {
    const mentions = [...expression.matchAll(/(?<![\w.'-])secrets(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])?/gi)]
    const named = mentions.map(([, dotted, quoted]) => dotted ?? quoted)
    if (named.length > 1 || named.includes(undefined)) return undefined
    names.push(...named.map((name) => String(name).toUpperCase()))
  }
  return names
}

/** `matrix.environment` as a whole expression, inside a text; with what stands around it. */
export const matrixValue = /\$\{\{\s*matrix\.([\w-]+)\s*\}\}/g

function namesIn(text: string, reference: RegExp): readonly string[] {
  return expressionsIn(text).flatMap((expression) =>
    [...expression.matchAll(reference)].map(([, dotted, quoted]) => dotted ?? quoted ?? ''),
  )
}

/** What stands between `${{` and the next `}}`; read from left to right once, since anybody may have written it. */
function expressionsIn(text: string): readonly string[] {
  const expressions: string[] = []
  for (let end = 0; ; ) {
    const start = text.indexOf('${{', end)
    end = start < 0 ? -1 : text.indexOf('}}', start)
    if (end < 0) return expressions
    expressions.push(text.slice(start + 3, end))
  }
}
