internal import Diagnostics

/// The bytes of a file in another encoding, as UTF-8.
final class TextDecoder {
  private static let chunkSize = 1 << 16

  private let source: FileBytes
  private let encoding: TextEncoding
  private var decoded: [UInt8] = []
  private var position = 0
  /// Bytes of the file that do not make a whole character yet.
  private var rest: [UInt8]
  private var isAtEnd = false

  /// - Parameter rest: Bytes that were read from the source already.
  init(_ source: FileBytes, encoding: TextEncoding, rest: [UInt8] = []) {
    self.source = source
    self.encoding = encoding
    self.rest = rest
  }

  /// Up to `capacity` bytes into `target`; 0 at the end.
  ///
  /// **Errors** `DatasetError` for bytes that are no text in the encoding.
  func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
    while position == decoded.count, !isAtEnd { try decodeChunk() }
    let count = min(capacity, decoded.count - position)
    decoded.withUnsafeBufferPointer { bytes in
      for i in 0..<count { target[i] = bytes[position + i] }
    }
    position += count
    return count
  }

  private func decodeChunk() throws {
    let kept = rest.count
    var failure: (any Error)?
    let raw = [UInt8](unsafeUninitializedCapacity: kept + Self.chunkSize) { buffer, count in
      count = kept
      for i in 0..<kept { buffer[i] = rest[i] }
      guard let start = buffer.baseAddress else { return }
      do {
        count += try source.read(into: start + kept, capacity: Self.chunkSize)
      } catch { failure = error }
    }
    if let failure { throw failure }
    isAtEnd = raw.count == kept
    // Only UTF-16 leaves a rest.
    rest = []
    position = 0
    decoded.removeAll(keepingCapacity: true)
    switch encoding {
    case .utf8: decoded = raw
    case .latin1: for byte in raw { append(UInt32(byte)) }
    case .windows1252: for byte in raw { append(Self.windows1252(byte)) }
    case .utf16, .utf16LittleEndian: try decodeUTF16(raw) { UInt32($0) | UInt32($1) << 8 }
    case .utf16BigEndian: try decodeUTF16(raw) { UInt32($0) << 8 | UInt32($1) }
    }
  }

  private func decodeUTF16(_ raw: [UInt8], unit: (UInt8, UInt8) -> UInt32) throws {
    var i = 0
    while i + 1 < raw.count {
      let first = unit(raw[i], raw[i + 1])
      if first < 0xD800 || first > 0xDFFF {
        append(first)
        i += 2
        continue
      }
      if first <= 0xDBFF, i + 3 >= raw.count, !isAtEnd { break }
      let second = i + 3 < raw.count ? unit(raw[i + 2], raw[i + 3]) : 0
      guard first <= 0xDBFF, (0xDC00...0xDFFF).contains(second) else {
        throw failure("half of a surrogate pair")
      }
      append(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      i += 4
    }
    rest = Array(raw[i...])
    if isAtEnd, !rest.isEmpty { throw failure("an odd number of bytes") }
  }

  private func failure(_ found: String) -> DatasetError {
    DatasetError(
      [
        Diagnostic(
          id: "csv-encoding", "\"\(source.path)\" must be \(encoding.rawValue) text; got \(found)")
      ], isDataInvalid: true)
  }

  private func append(_ scalar: UInt32) {
    if scalar < 0x80 {
      decoded.append(UInt8(scalar))
    } else if let scalar = Unicode.Scalar(scalar) {
      decoded += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }
  }

  /// **Source** WHATWG Encoding Standard, index windows-1252.
  private static func windows1252(_ byte: UInt8) -> UInt32 {
    guard (0x80..<0xA0).contains(byte) else { return UInt32(byte) }
    return upperControls[Int(byte - 0x80)]
  }

  private static let upperControls: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}
