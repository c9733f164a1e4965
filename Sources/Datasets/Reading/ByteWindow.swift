internal import Diagnostics
internal import Foundation

/// The part of a file that is being scanned, followed by a line break and padding, so that a scan for
/// the end of a cell needs no bound.
final class ByteWindow {
  /// Bytes behind `end` that may be read: the line break that ends every scan, then zeros. A scan that
  /// begins behind that line break looks at 64 bytes.
  static let padding = 80
  private static let greatestCapacity = 1 << 30

  private let source: FileBytes
  /// nil for UTF-8, which is read as it is.
  private let decoder: TextDecoder?
  /// Number of lines at the end of the file that are never shown.
  private let footerLineCount: Int
  private var storage: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The end of what has been read: `end`, or behind it while lines may belong to the footer.
  private var readEnd: UnsafePointer<UInt8>
  private(set) var start: UnsafePointer<UInt8>
  private(set) var end: UnsafePointer<UInt8>
  /// Whether the file ends at `end`.
  private(set) var isLast = false

  /// - Parameters:
  ///   - encoding: nil reads UTF-16 if the file begins with its byte order mark, else UTF-8.
  ///   - footerLineCount: Number of lines at the end of the file, besides empty ones, to leave out.
  init(
    _ source: FileBytes, encoding: TextEncoding? = nil, footerLineCount: Int = 0,
    capacity: Int = FileBytes.chunkSize
  ) throws {
    self.source = source
    self.capacity = capacity
    self.footerLineCount = footerLineCount
    let storage = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Self.padding)
    self.storage = storage
    start = UnsafePointer(storage)
    var count = 0
    if encoding == nil || encoding == .utf16 {
      while count < 2 {
        let read = try source.read(into: storage + count, capacity: 2 - count)
        if read == 0 { break }
        count += read
      }
    }
    let mark = count == 2 ? (storage[0], storage[1]) : (0, 0)
    let marked: TextEncoding? =
      switch mark {
      case (0xFF, 0xFE): .utf16LittleEndian
      case (0xFE, 0xFF): .utf16BigEndian
      default: nil
      }
    let decoder: TextDecoder? =
      if let encoding = marked ?? encoding, encoding != .utf8 {
        TextDecoder(
          source, encoding: encoding,
          rest: marked == nil ? Array(UnsafeBufferPointer(start: storage, count: count)) : [])
      } else { nil }
    self.decoder = decoder
    end = start + (decoder == nil ? count : 0)
    readEnd = end
    try refill(keepingFrom: start)
  }

  deinit { storage.deallocate() }

  /// Drops the bytes before `cursor` and reads more; `start` is then where `cursor` was.
  ///
  /// When nothing can be dropped the window grows: a row is longer than it.
  func refill(keepingFrom cursor: UnsafePointer<UInt8>) throws {
    var count = readEnd - cursor
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
      let (target, room) = (storage + count, capacity - count)
      let read =
        try decoder?.read(into: target, capacity: room) ?? source.read(into: target, capacity: room)
      if read == 0 {
        isLast = true
        break
      }
      count += read
    }
    start = UnsafePointer(storage)
    let shownCount = footerLineCount > 0 ? startOfFooter(count) : count
    // The footer of the whole file is known at its end, and dropped there.
    if isLast { count = shownCount }
    end = start + shownCount
    readEnd = start + count
    storage[count] = 0x0A
    (storage + count + 1).update(repeating: 0, count: Self.padding - 1)
  }

  /// The start of the last lines of what has been read; the last one may be cut off.
  private func startOfFooter(_ count: Int) -> Int {
    func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
    var i = count
    var lineCount = 0
    while i > 0, lineCount < footerLineCount {
      while i > 0, isBreak(storage[i - 1]) { i -= 1 }
      while i > 0, !isBreak(storage[i - 1]) { i -= 1 }
      lineCount += 1
    }
    return i
  }
}
