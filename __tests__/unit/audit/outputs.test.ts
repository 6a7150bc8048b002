/** The outputs of an audit stay as small as GitHub takes them. */
import { describe, expect, test } from '@jest/globals'
import { reportOf } from '../../../src/audit/findings.ts'
import { outputsOf } from '../../../src/audit/outputs.ts'
import { accountOf, keyOf, now, userOf } from './evidence.ts'

const report = (count: number, days: number) => {
  const users = Array.from({ length: count }, (_, index) =>
    userOf([keyOf(`AKIA${index}`, days)], { name: `bot-${index}` }),
  )
  return reportOf(
    { at: now, accounts: [accountOf(...users)], unreadAccounts: [], inventory: undefined },
    [],
    'https://github.com',
  )
}

describe('the outputs', () => {
  test('of a few keys have all of them', () => {
    const few = report(3, 100)
    expect(outputsOf(few)).toEqual({ attention: few.attention, output: few })
  })

  test('of many keys name the file that has them', () => {
    const { attention, output } = outputsOf(report(1_000, 10))
    expect(attention).toEqual([])
    expect(output).toMatchObject({ keysIn: 'audit.json', summary: { keys: 1_000 } })
    expect(output).not.toHaveProperty('keys')
  })

  test('of many things to do count those that have no room', () => {
    const { attention, output } = outputsOf(report(5_000, 100))
    expect(JSON.stringify(attention).length).toBeLessThanOrEqual(200_000)
    expect(JSON.stringify(output).length).toBeLessThanOrEqual(220_000)
    expect(attention.length).toBeGreaterThan(500)
    expect(attention.at(-1)?.what).toBe(`${5_000 - (attention.length - 1)} more things need a person`)
  })
})
