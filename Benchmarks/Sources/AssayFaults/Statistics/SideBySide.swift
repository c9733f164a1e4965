import Dispatch
import Foundation
import Synchronization

/// The results of `body` for each index in order, computed on a few threads of their own.
///
/// Each thread has a stack as large as the product's training thread; which thread takes which
/// index has no influence on the results.
func sideBySide<Result: Sendable>(
  _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let shared = Shared<Result>(count: count)
  let group = DispatchGroup()
  for _ in 0..<max(1, min(threads, count)) {
    group.enter()
    let thread = Thread {
      while true {
        let index = shared.next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { break }
        let result = body(index)
        shared.results.withLock { $0[index] = result }
      }
      group.leave()
    }
    thread.stackSize = 16 << 20
    thread.start()
  }
  group.wait()
  return shared.results.withLock { $0.compactMap(\.self) }
}

private final class Shared<Result: Sendable>: Sendable {
  let next = Atomic(0)
  let results: Mutex<[Result?]>

  init(count: Int) {
    results = Mutex([Result?](repeating: nil, count: count))
  }
}
