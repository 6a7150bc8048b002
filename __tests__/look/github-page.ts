/** Markdown as GitHub shows it in the summary of a job: its own stylesheet, tables, alerts and folded details. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Marked } from 'marked'
import markedAlert from 'marked-alert'

const stylesheet = readFileSync(
  createRequire(import.meta.url).resolve('github-markdown-css/github-markdown.css'),
  'utf8',
)

const renderer = new Marked({ gfm: true, async: false }, markedAlert())

/** The box of a summary has a margin and a padding of 16 pixels each. */
const frame = `
body { margin: 0; padding: 16px; background: light-dark(#f6f8fa, #010409); color-scheme: light dark }
.markdown-body { box-sizing: border-box; border: 1px solid #8884; border-radius: 6px; padding: 16px }
`

/** A whole HTML document. */
export function githubPage(markdown: string): string {
  const body = renderer.parse(markdown) as string
  return `<!doctype html><meta charset="utf-8"><style>${stylesheet}${frame}</style><article class="markdown-body">${body}</article>`
}
