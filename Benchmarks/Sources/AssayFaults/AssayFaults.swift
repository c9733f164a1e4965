import Foundation
import LinearAlgebra

/// `AssayFaults [key=value…]`: puts known faults into known pipelines and writes what was found.
@main
enum AssayFaults {
  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      _ = BLASThreads.setCount(1)
      try Campaign(options).run()
    } catch {
      Progress.say("faults: \(error)")
      exit(1)
    }
  }
}
