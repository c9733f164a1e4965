/// How the files of the training rows were read, and new files are.
public struct ReadingForm: Sendable, Hashable, Codable {
  /// nil infers the format from the file.
  public let format: DataRequest.Format?
  public let csv: CSVOptions
  /// Other spellings of the target's classes; nil without any.
  let labelMap: [String: String]?

  public init(_ request: DataRequest) {
    format = request.format
    csv = request.csv
    labelMap = request.labelMap.isEmpty ? nil : request.labelMap
  }
}

extension CSVOptions: Codable {
  private enum Key: String, CodingKey {
    case hasHeader, delimiter, missing, isTrimmed, columns, comment, decimal, thousands, encoding
    case skippedLineCount, footerLineCount, dateFormat
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func character(_ key: Key) throws -> Character? {
      guard let text = try values.decodeIfPresent(String.self, forKey: key) else { return nil }
      guard text.count == 1, let character = text.first else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: values, debugDescription: "not one character")
      }
      return character
    }
    self.init(
      hasHeader: try values.decodeIfPresent(Bool.self, forKey: .hasHeader),
      delimiter: try character(.delimiter),
      missing: try values.decode(MissingTokens.self, forKey: .missing),
      isTrimmed: try values.decode(Bool.self, forKey: .isTrimmed),
      columns: try values.decodeIfPresent([String].self, forKey: .columns),
      comment: try values.decodeIfPresent(String.self, forKey: .comment))
    decimal = try character(.decimal)
    thousands = try character(.thousands)
    encoding = try values.decodeIfPresent(TextEncoding.self, forKey: .encoding)
    skippedLineCount = try values.decode(Int.self, forKey: .skippedLineCount)
    footerLineCount = try values.decode(Int.self, forKey: .footerLineCount)
    dateFormat = try values.decodeIfPresent(String.self, forKey: .dateFormat)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encodeIfPresent(hasHeader, forKey: .hasHeader)
    try values.encodeIfPresent(delimiter.map(String.init), forKey: .delimiter)
    try values.encode(missing, forKey: .missing)
    try values.encode(isTrimmed, forKey: .isTrimmed)
    try values.encodeIfPresent(columns, forKey: .columns)
    try values.encodeIfPresent(comment, forKey: .comment)
    try values.encodeIfPresent(decimal.map(String.init), forKey: .decimal)
    try values.encodeIfPresent(thousands.map(String.init), forKey: .thousands)
    try values.encodeIfPresent(encoding, forKey: .encoding)
    try values.encode(skippedLineCount, forKey: .skippedLineCount)
    try values.encode(footerLineCount, forKey: .footerLineCount)
    try values.encodeIfPresent(dateFormat, forKey: .dateFormat)
  }
}
