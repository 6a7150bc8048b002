/** The file that an inventory is kept in from run to run. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the record of an inventory is kept. */
export interface InventoryFile {
  /** The text; undefined where there is none. */
  read(): string | undefined
  /** Takes the place of what was there, as a whole: whoever is stopped meanwhile leaves the file as it was. */
  write(text: string): void
}

/** `inventory.json` in a folder, which is made when it is not there. @throws what the file system says */
export function inventoryFile(folder: string): InventoryFile {
  const path = join(folder, 'inventory.json')
  return {
    read: () => {
      try {
        return readFileSync(path, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    write: (text) => {
      mkdirSync(folder, { recursive: true })
      // A link that is in its place is replaced, and not followed.
      rmSync(`${path}.new`, { force: true })
      writeFileSync(`${path}.new`, text, { flag: 'wx' })
      renameSync(`${path}.new`, path)
    },
  }
}
