import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// What `map` gives, worked out on all processors at the same time.
  public func concurrentMap<Result: Sendable>(
    _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = transform(self[index])
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0 }.map { result in
      guard let result else { fatalError("an element was left out") }
      return result
    }
  }
}
