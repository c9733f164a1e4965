import Diagnostics
import Foundation
import Randomness

/// Reads one input after another until the time is over or one ends the process.
struct Worker {
  /// The file with the numbers of inputs that were read and accepted.
  static let progress = "progress"

  let target: FuzzTarget
  let options: FuzzOptions

  func work() throws {
    let workshop = Workshop(seedFolder: options.seedFolder)
    let seeds = try target.seeds(workshop)
    let end = ContinuousClock.now + .seconds(options.seconds)
    var (count, acceptedCount) = (0, 0)
    while ContinuousClock.now < end {
      var mutator = Mutator(seed: options.seed, step: options.firstStep + count)
      let input = mutator.mutated(seeds)
      try workshop.write(input, to: Workshop.input)
      // The system ends a process whose alarm goes off: that input hangs.
      alarm(target.secondsLimit)
      if reads(input, workshop) { acceptedCount += 1 }
      alarm(0)
      count += 1
      try workshop.write(Array("\(count) \(acceptedCount)".utf8), to: Self.progress)
    }
  }

  /// Whether the input is accepted; what refuses it must have words.
  private func reads(_ input: [UInt8], _ workshop: Workshop) -> Bool {
    do {
      try target.read(input, workshop)
      return true
    } catch {
      guard let reported = error as? any ReportableError, !reported.diagnostics.isEmpty else {
        fatalError("an error without words for the user: \(error)")
      }
      guard reported.fault != .program else { fatalError("an internal error: \(reported.words)") }
      _ = DiagnosticRenderer(isColored: true).render(reported.diagnostics)
      return false
    }
  }
}
