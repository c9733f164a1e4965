/// A probable cause, named by a check or found by trying candidate edits.
public struct NamedCause: Sendable, Hashable {
  public let source: Source
  /// "preprocessing.scale: none", in terms of the spec where possible.
  public let text: String
  /// Edits that were tried and do better; none where nothing was tried.
  public let edits: [SpecEdit]

  public enum Source: Sendable, Hashable {
    case check(CheckCode)
    case diagnosis
  }

  public init(source: Source, text: String, edits: [SpecEdit] = []) {
    self.source = source
    self.text = text
    self.edits = edits
  }
}
