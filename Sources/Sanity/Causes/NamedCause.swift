/// What is said to be wrong, by a check or by what was tried.
public struct NamedCause: Sendable, Hashable {
  /// The check's code, or "diagnosis".
  public let code: String
  /// "preprocessing.scale: none", in terms of the spec where it can say it.
  public let text: String
  /// Edits that were tried and do better; none where nothing was tried.
  public let edits: [SpecEdit]

  public init(code: String, text: String, edits: [SpecEdit] = []) {
    self.code = code
    self.text = text
    self.edits = edits
  }
}
