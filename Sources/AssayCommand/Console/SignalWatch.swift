import Dispatch
import Experiments
import Foundation
import Synchronization

/// Turns Ctrl-C and a request to terminate into a cancellation; the second one ends at once.
final class SignalWatch: Sendable {
  let cancellation: Cancellation
  private let received = Atomic<Int32>(0)
  private let sources = Mutex<[any DispatchSourceSignal]>([])

  init(_ cancellation: Cancellation, console: Console) {
    self.cancellation = cancellation
    let watched = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in
        if received.exchange(number, ordering: .relaxed) != 0 { exit(128 + number) }
        cancellation.request()
        console.draw("\r\u{1B}[2K")
        console.note("stopping after this step … (again to stop at once)")
      }
      source.resume()
      return source
    }
    sources.withLock { $0 = watched }
  }

  /// The status of a run that was asked to stop.
  var status: ExitStatus {
    received.load(ordering: .relaxed) == SIGTERM ? .terminated : .interrupted
  }
}
