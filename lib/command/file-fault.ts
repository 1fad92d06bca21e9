import { CommandError } from './context.js'
import { printPlace, type Place } from './output/finding.js'

/** Something in a file that can't be understood, and where. */
export class FileFault extends CommandError {
  /** What is wrong, without the place. */
  readonly complaint: string
  readonly place: Place

  constructor (complaint: string, place: Place) {
    super(`${printPlace(place)}: ${complaint}`)
    this.complaint = complaint
    this.place = place
  }
}
