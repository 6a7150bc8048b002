/** Regions are AWS's own, whoever names them. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { regions } from '../../../src/aws/regions.ts'
import { chooseRegion, parseRegion } from '../../../src/inputs/region.ts'
import { nearest } from '../../../src/text/nearest.ts'

interface PartitionData {
  readonly partitionsInfo: {
    readonly partitions: readonly { readonly regions: Readonly<Record<string, unknown>> }[]
  }
}

test('they are those of the SDK: after an update, take over what it knows', async () => {
  const path = 'node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js'
  const { partitionsInfo } = (await import(
    pathToFileURL(join(import.meta.dirname, '..', '..', '..', path)).href
  )) as PartitionData
  const all = partitionsInfo.partitions.flatMap((partition) => Object.keys(partition.regions))
  // `aws-global` and its like stand for a partition.
  expect(regions).toEqual(all.filter((name) => !name.endsWith('-global')))
})

describe('a region that AWS does not have', () => {
  test.each([
    ['eu-cental-1', 'eu-central-1'],
    ['eu-centrla-1', 'eu-central-1'],
    ['EU-CENTRAL-1', 'eu-central-1'],
    ['eu-central-1a', 'eu-central-1'],
    ['us-east1', 'us-east-1'],
    ['us-gov-wst-1', 'us-gov-west-1'],
    ['cn-north1', 'cn-north-1'],
  ])('%s is refused with a hint', (text, meant) => {
    expect(() => parseRegion('aws-region', text)).toThrow(
      expect.objectContaining({
        message: `The input aws-region does not allow “${text}”`,
        remedy: expect.stringContaining(`(did you mean ${meant}?)`),
      }),
    )
  })

  test.each(['Frankfurt', 'moon', 'aws-global', 'eu', '-'])('%s resembles none', (text) => {
    expect(() => parseRegion('aws-region', text)).toThrow(
      expect.objectContaining({
        remedy: expect.stringContaining('a region of AWS such as eu-central-1; one that is newer'),
      }),
    )
  })
})

test.each([
  ['eu-west-1', { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-west-1' }, 'eu-west-1'],
  ['', { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-west-1' }, 'us-west-2'],
  ['', { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-west-1' }, 'us-west-1'],
  ['', { AWS_DEFAULT_REGION: 'cn-north-1' }, 'cn-north-1'],
  ['', {}, 'us-east-1'],
] as const)('“%s” and %j: %s', (given, environment, region) => {
  expect(chooseRegion(given, environment)).toBe(region)
})

test.each(['AWS_REGION', 'AWS_DEFAULT_REGION'])('%s is named when it is wrong', (name) => {
  expect(() => chooseRegion('', { [name]: 'eu-cental-1' })).toThrow(
    expect.objectContaining({
      message: `The environment variable ${name} is “eu-cental-1”, which is not a region of AWS`,
      remedy: expect.stringContaining('did you mean eu-central-1?'),
    }),
  )
  expect(chooseRegion('eu-west-1', { [name]: 'eu-cental-1' })).toBe('eu-west-1')
})

describe('the nearest name', () => {
  test.each([
    ['fxrce', 'force'],
    ['froce', 'force'],
    ['forcee', 'force'],
    ['orce', 'force'],
    ['fxrxe', undefined],
    ['', undefined],
  ])('to %j is %s', (text, name) => {
    expect(nearest(text, ['mode', 'force'], () => 1)).toBe(name)
  })

  test('is the name itself, and no letter more or less keeps it from being found', () => {
    fc.assert(
      fc.property(fc.constantFrom(...regions), fc.nat(), fc.constantFrom('', 'x', 'xy'), (name, at, inserted) => {
        const place = at % (name.length + 1)
        const text = name.slice(0, place) + inserted + name.slice(place)
        const found = nearest(text, regions, () => 2)
        expect(found).toBeDefined()
        if (inserted === '') expect(found).toBe(name)
      }),
    )
  })
})
