/// Words as one types them into a shell.
public enum ShellWords {
  /// The words of a command, quoted where the shell would take them for something else.
  public static func text(_ words: [String]) -> String {
    words.map(quoted).joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let plain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
          || "-_./=,:+@%^".unicodeScalars.contains($0)
      }
    return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
