internal import Dispatch
internal import Foundation

/// Reads a file on a thread of its own, a few chunks ahead, and digests what it reads.
///
/// `@unchecked Sendable`: a chunk belongs to the reading thread until `filled` is signalled for it and
/// to the consumer from then until `free` is; `hash`, `failureCode` and `isCancelled` are written by one
/// side before a signal that the other waits for.
final class ReadAhead: @unchecked Sendable {
  private static let chunkCount = 3

  private let descriptor: Int32
  private let hash: SHA256?
  private let chunks: [UnsafeMutableRawBufferPointer]
  private var counts = [Int](repeating: 0, count: ReadAhead.chunkCount)
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)
  private let lock = NSLock()
  private var isCancelled = false
  private var failureCode: Int32 = 0
  /// The chunk that the consumer reads; nil before the first.
  private var current: Int?
  private var isAtEnd = false

  /// Starts to read; the descriptor stays its owner's.
  init(descriptor: Int32, chunkSize: Int, hash: SHA256?) {
    self.descriptor = descriptor
    self.hash = hash
    chunks = (0..<Self.chunkCount).map { _ in
      .allocate(byteCount: chunkSize, alignment: 64)
    }
    // Not the initial value: a semaphore must not be destroyed below its initial value.
    for _ in chunks { free.signal() }
    let thread = Thread { [self] in
      run()
      finished.signal()
    }
    thread.start()
  }

  /// Ends the thread; must be called once, before the descriptor is closed.
  func stop() {
    lock.withLock { isCancelled = true }
    free.signal()
    finished.wait()
    chunks.forEach { $0.deallocate() }
  }

  /// The next bytes, valid until the next call; none at the end. A failure is an `errno`.
  func next() -> Result<UnsafeRawBufferPointer, ReadFailure> {
    if isAtEnd { return .success(UnsafeRawBufferPointer(start: nil, count: 0)) }
    if current != nil { free.signal() }
    filled.wait()
    let index = current.map { ($0 + 1) % Self.chunkCount } ?? 0
    current = index
    let count = lock.withLock { counts[index] }
    if count <= 0 {
      isAtEnd = true
      let code = lock.withLock { failureCode }
      if count < 0 { return .failure(ReadFailure(code: code)) }
    }
    return .success(UnsafeRawBufferPointer(rebasing: chunks[index][..<count]))
  }

  private func run() {
    var index = 0
    while true {
      free.wait()
      if lock.withLock({ isCancelled }) { return }
      let chunk = chunks[index]
      var count = 0
      // Regular files give whole chunks; pipes give what they have.
      repeat {
        count = read(descriptor, chunk.baseAddress, chunk.count)
      } while count < 0
        && errno == EINTR
      let code = errno
      if count > 0 { hash?.update(UnsafeRawBufferPointer(rebasing: chunk[..<count])) }
      lock.withLock {
        counts[index] = count
        if count < 0 { failureCode = code }
      }
      filled.signal()
      if count <= 0 { return }
      index = (index + 1) % Self.chunkCount
    }
  }
}

/// Why the system could not read.
struct ReadFailure: Error {
  /// As `errno` gives it.
  let code: Int32
}
