/// The commit a working directory is at, and what is changed in it.
struct WorkingCopy: Sendable, Equatable {
  let commit: String
  let uncommittedFiles: [String]

  /// How many changed files are named at most.
  private static let fileLimit = 100

  /// Asks git about a directory; nil outside of a repository, before its first commit, or without
  /// git.
  ///
  /// No program that the repository names is run: see `SafeGit`.
  static func read(in directory: String) -> WorkingCopy? {
    // Of a submodule only the commit is compared, since its own configuration can name programs.
    SafeGit(in: directory)?
      .output(of: ["status", "--porcelain=v2", "--branch", "--ignore-submodules=dirty"])
      .flatMap(WorkingCopy.init(status:))
  }

  /// Reads what `git status --porcelain=v2 --branch` writes.
  init?(status: String) {
    let lines = status.split(separator: "\n")
    let mark = "# branch.oid "
    guard let head = lines.first(where: { $0.hasPrefix(mark) })?.dropFirst(mark.count),
      head != "(initial)"
    else { return nil }
    commit = String(head)
    uncommittedFiles = Array(lines.lazy.compactMap(Self.path).prefix(Self.fileLimit))
  }

  /// The path a line speaks of: "old -> new" where a file was renamed.
  private static func path(in line: Substring) -> String? {
    /// What follows the given number of fields.
    func rest(_ fieldCount: Int) -> Substring? {
      let parts = line.split(
        separator: " ", maxSplits: fieldCount, omittingEmptySubsequences: false)
      return parts.count > fieldCount ? parts[fieldCount] : nil
    }
    switch line.first {
    case "1": return rest(8).map(String.init)
    case "2":
      return rest(9).map { $0.split(separator: "\t").reversed().joined(separator: " -> ") }
    case "u": return rest(10).map(String.init)
    case "?": return rest(1).map(String.init)
    default: return nil
    }
  }
}
