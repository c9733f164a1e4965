internal import Diagnostics
internal import Foundation

/// The part of a file that is being scanned, followed by a line break and padding, so that a scan for
/// the end of a cell needs no bound.
final class ByteWindow {
  /// Bytes behind `end` that may be read: the line break that ends every scan, then zeros.
  static let padding = 64
  private static let greatestCapacity = 1 << 30

  private let source: FileBytes
  private var storage: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var start: UnsafePointer<UInt8>
  private(set) var end: UnsafePointer<UInt8>
  /// Whether the file ends at `end`.
  private(set) var isLast = false

  init(_ source: FileBytes, capacity: Int = FileBytes.chunkSize) throws {
    self.source = source
    self.capacity = capacity
    storage = .allocate(capacity: capacity + Self.padding)
    start = UnsafePointer(storage)
    end = start
    try refill(keepingFrom: start)
  }

  deinit { storage.deallocate() }

  /// Drops the bytes before `cursor` and reads more; `start` is then where `cursor` was.
  ///
  /// When nothing can be dropped the window grows: a row is longer than it.
  func refill(keepingFrom cursor: UnsafePointer<UInt8>) throws {
    var count = end - cursor
    if count == capacity {
      guard capacity < Self.greatestCapacity else {
        throw DatasetError(
          [
            Diagnostic(
              id: "csv-row-length",
              "a row of \"\(source.path)\" must be shorter than 1 GiB; got more (is a quote never closed?)"
            )
          ], isDataInvalid: true)
      }
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + Self.padding)
      larger.update(from: cursor, count: count)
      storage.deallocate()
      storage = larger
      capacity *= 2
    } else if count > 0 {
      memmove(storage, cursor, count)
    }
    while count < capacity {
      let read = try source.read(into: storage + count, capacity: capacity - count)
      if read == 0 {
        isLast = true
        break
      }
      count += read
    }
    start = UnsafePointer(storage)
    end = start + count
    storage[count] = 0x0A
    (storage + count + 1).update(repeating: 0, count: Self.padding - 1)
  }
}
