/// Names in quotation marks and words quoted for a shell.
public enum Quoting {
  /// The first names of a list in quotation marks: `"a", "b", … (12 in all)`.
  public static func list(_ names: [String], limit: Int = 5) -> String {
    let shown = names.prefix(limit).map { "\"\($0)\"" }.joined(separator: ", ")
    return names.count > limit ? "\(shown), … (\(NumberFormat.count(names.count)) in all)" : shown
  }

  /// A command line that a shell splits into these words again.
  public static func commandLine(_ words: [String]) -> String {
    words.map(shellWord).joined(separator: " ")
  }

  private static func shellWord(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
          || "-_./=,:+@%^".unicodeScalars.contains($0)
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
