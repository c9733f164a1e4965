import FoundationEssentials

/// The JSON of a run's files: keys sorted, the same bytes for the same value.
///
/// Numbers that JSON does not have are the strings "nan", "inf" and "-inf".
public enum RunJSON {
  /// The value's JSON with a line break at its end; `pretty` spreads it over lines for people.
  public static func bytes(of value: some Encodable, pretty: Bool = true) throws -> [UInt8] {
    [UInt8](try encoder(pretty: pretty).encode(value)) + [UInt8(ascii: "\n")]
  }

  /// The value that the bytes describe.
  public static func value<Value: Decodable>(
    _ type: Value.Type, from bytes: some Collection<UInt8>
  ) throws -> Value {
    try decoder().decode(type, from: Data(bytes))
  }

  private static func encoder(pretty: Bool) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy =
      .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  private static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy =
      .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
