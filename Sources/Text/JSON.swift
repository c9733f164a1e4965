import FoundationEssentials

/// The JSON of all files, documents and logs: keys sorted, the same bytes for the same value.
///
/// Numbers that JSON does not have are the strings "nan", "inf" and "-inf".
public enum JSON {
  /// The bytes of a value's JSON, without a line break at its end.
  ///
  /// - Parameter pretty: Whether it is spread over lines for people.
  public static func bytes(of value: some Encodable, pretty: Bool = false) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy =
      .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return [UInt8](try encoder.encode(value))
  }

  /// The text of a value's JSON, without a line break at its end.
  public static func text(of value: some Encodable, pretty: Bool = false) throws -> String {
    String(decoding: try bytes(of: value, pretty: pretty), as: UTF8.self)
  }

  /// The bytes of a file that holds the JSON of a value: spread over lines, with a line break at
  /// its end.
  public static func file(of value: some Encodable) throws -> [UInt8] {
    try bytes(of: value, pretty: true) + [UInt8(ascii: "\n")]
  }

  /// The bytes of a line of a file that holds the JSON of a value on each, with its line break.
  public static func line(of value: some Encodable) throws -> [UInt8] {
    try bytes(of: value) + [UInt8(ascii: "\n")]
  }

  /// The value that the bytes describe.
  public static func value<Value: Decodable>(
    _ type: Value.Type, from bytes: some Collection<UInt8>
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy =
      .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(bytes))
  }

  /// A text as a JSON string, in quotation marks.
  public static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
        let code = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
