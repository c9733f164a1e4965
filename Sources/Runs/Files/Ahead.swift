import Dispatch
import Synchronization

/// A value that is worked out on another thread while its owner does something else.
public final class Ahead<Value: Sendable>: Sendable {
  private let group = DispatchGroup()
  private let result = Mutex<Result<Value, any Error>?>(nil)

  /// Begins to work.
  public init(_ work: @escaping @Sendable () throws -> Value) {
    DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
      let done = Result { try work() }
      result.withLock { $0 = done }
    }
  }

  /// The value, waited for; throws what the work threw.
  public func value() throws -> Value {
    group.wait()
    guard let done = result.withLock({ $0 }) else { fatalError("work ended without a result") }
    return try done.get()
  }
}
