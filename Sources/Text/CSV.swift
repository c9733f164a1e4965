/// CSV (RFC 4180) as Assay writes it: commas, LF, fields in quotation marks where they need them.
public enum CSV {
  public static let comma = UInt8(ascii: ",")
  public static let newline = UInt8(ascii: "\n")

  /// The bytes of a field.
  public static func field(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    let blank = UInt8(ascii: " ")
    func isSpecial(_ byte: UInt8) -> Bool {
      byte == comma || byte == quote || byte == newline || byte == UInt8(ascii: "\r")
    }
    guard bytes.contains(where: isSpecial) || bytes.first == blank || bytes.last == blank
    else { return bytes }
    return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }

  /// The bytes of a record, with its line break.
  public static func record(_ fields: [String]) -> [UInt8] {
    Array(fields.map(field).joined(separator: [comma])) + [newline]
  }

  /// The records of a text, one after the other.
  ///
  /// Every record must end with a line break, so that a text that was cut off is noticed. Reading
  /// users' files, with their dialects and into typed columns, is the work of `Datasets`.
  public struct Records {
    private let bytes: [UInt8]
    private var position = 0
    /// The number of records read, counting the one that is being read.
    public private(set) var count = 0

    public init(_ bytes: [UInt8]) {
      self.bytes = bytes
    }

    /// The fields of the next record; nil at the end.
    public mutating func next() throws(Failure) -> [String]? {
      guard position < bytes.count else { return nil }
      count += 1
      var fields: [String] = []
      while true {
        fields.append(try field())
        guard position < bytes.count else { throw .cutOff }
        let end = bytes[position]
        position += 1
        if end == newline { return fields }
      }
    }

    private mutating func field() throws(Failure) -> String {
      guard position < bytes.count, bytes[position] == quote else {
        let start = position
        while position < bytes.count, bytes[position] != comma, bytes[position] != newline {
          position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
      }
      var text: [UInt8] = []
      position += 1
      while position < bytes.count {
        if bytes[position] == quote {
          guard position + 1 < bytes.count, bytes[position + 1] == quote else {
            position += 1
            return String(decoding: text, as: UTF8.self)
          }
          position += 1
        }
        text.append(bytes[position])
        position += 1
      }
      throw .openQuote
    }
  }

  /// Why a text has no next record.
  public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    case cutOff
    case openQuote

    public var description: String {
      switch self {
      case .cutOff: "the file is cut off"
      case .openQuote: "a quoted field does not end"
      }
    }
  }

  private static let quote = UInt8(ascii: "\"")
}
