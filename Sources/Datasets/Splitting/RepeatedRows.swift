public import Schema

/// Rows that repeat another in all inputs and the target, and how the split treated them.
public struct RepeatedRows: Sendable, Hashable {
  public let handling: Handling
  /// The parts that the handling applies to; equal rows stay where files, groups, times or a column
  /// put them in the others.
  public let parts: [Part]
  /// The rows beyond the first of each set of equal rows.
  public let count: Int
  /// The train and dev rows that are in no part because a row of a later part equals them.
  public let leftOutCount: Int

  /// How a split treats equal rows.
  public enum Handling: String, Sendable, Hashable, Codable, CaseIterable {
    /// Equal rows are in one part.
    case together
    /// Row by row, because the spec asks for it.
    case apart
    /// Row by row, because columns of few values explain most repeats: rows that look alike are
    /// different cases.
    case coincidental
  }

  public init(handling: Handling, parts: [Part], count: Int, leftOutCount: Int = 0) {
    self.handling = handling
    self.parts = parts
    self.count = count
    self.leftOutCount = leftOutCount
  }

  /// The handling of a dev or test part; nil where equal rows stay where they were put.
  public func handling(of part: Part) -> Handling? { parts.contains(part) ? handling : nil }
}
