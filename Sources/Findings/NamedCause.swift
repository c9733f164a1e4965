/// A probable cause, named by a check or found by trying candidate edits.
public struct NamedCause: Sendable, Hashable, Encodable {
  public let source: Source
  /// "preprocessing.scale: none", in terms of the spec where possible.
  public let text: String
  /// Edits that were tried and do better; none where nothing was tried.
  public let edits: [SpecEdit]

  public enum Source: Sendable, Hashable, Encodable {
    case check(CheckCode)
    case diagnosis

    /// The code of the check, or "diagnosis".
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .check(let code): try container.encode(code)
      case .diagnosis: try container.encode("diagnosis")
      }
    }
  }

  public init(source: Source, text: String, edits: [SpecEdit] = []) {
    self.source = source
    self.text = text
    self.edits = edits
  }
}
