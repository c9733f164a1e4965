import Synchronization

/// A request to stop, made from another thread: by Ctrl-C.
public final class Cancellation: Sendable {
  private let isRequested = Atomic(false)

  public init() {}

  public func request() { isRequested.store(true, ordering: .relaxed) }

  public var isCancelled: Bool { isRequested.load(ordering: .relaxed) }
}
