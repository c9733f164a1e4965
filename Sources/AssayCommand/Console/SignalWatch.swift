import Dispatch
import Experiments
import Glibc
import Synchronization

/// Turns Ctrl-C and a request to terminate into a cancellation; the second one ends at once.
final class SignalWatch {
  let cancellation: Cancellation
  private let received = Received()
  private let sources: [any DispatchSourceSignal]

  /// The last signal that came, 0 for none.
  private final class Received: Sendable {
    let number = Atomic<Int32>(0)
  }

  init(_ cancellation: Cancellation, console: Console) {
    self.cancellation = cancellation
    let received = received
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // Without the handlers of exit, which would wait for or pull the ground from under the work.
        if received.number.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
        cancellation.request()
        console.note("\nstopping after this step … (again to stop at once)")
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
  }

  /// The status of a run that was asked to stop.
  var status: ExitStatus {
    received.number.load(ordering: .relaxed) == SIGTERM ? .terminated : .interrupted
  }
}
