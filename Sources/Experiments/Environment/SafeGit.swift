/// git in a directory whose configuration is not trusted: no program that it names is run.
///
/// `git status` alone runs `core.fsmonitor`, the drivers of `filter.*` and hooks, and fetches missing
/// objects of a partial clone with a program or transport of the repository's choice.
struct SafeGit {
  private let words: [String]

  /// Settings that make git run other programs, with values that do not.
  private static let settings = [
    "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.sshCommand=false",
    "core.askPass=false", "core.pager=cat", "credential.helper=", "diff.external=",
    "protocol.allow=never", "safe.bareRepository=explicit", "status.submoduleSummary=false",
    "submodule.recurse=false",
  ]

  /// No transport is allowed, whatever the configuration says, and nothing is asked for.
  private static let environment = [
    "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0",
  ]

  /// Lists the names of the configuration's settings, which runs nothing, to switch off each filter.
  ///
  /// nil without git, and for a filter whose name has "=", which no option can switch off. Files that
  /// a filter changes are compared without it, so that they may read as changed.
  init?(in directory: String) {
    // No optional locks: reading must not get in the way of the user's own git.
    let start = ["git", "--no-pager", "--no-optional-locks", "-C", directory]
    guard
      let names = Self.output(start + ["config", "--list", "--name-only", "-z"])?
        .split(separator: "\0"),
      !names.contains(where: { $0.contains("=") })
    else { return nil }
    let filters = Set(names.compactMap(Self.filter(of:))).sorted()
    let settings =
      Self.settings
      + filters.flatMap {
        ["\($0).clean=", "\($0).smudge=", "\($0).process=", "\($0).required=false"]
      }
    words = start + settings.flatMap { ["-c", $0] }
  }

  /// What a command of git writes; nil when it fails.
  func output(of command: [String]) -> String? { Self.output(words + command) }

  private static func output(_ words: [String]) -> String? {
    Subprocess.output(of: words, environment: environment)
  }

  /// "filter.lfs" of "filter.lfs.clean"; nil for a setting that is not a filter's.
  private static func filter(of name: Substring) -> Substring? {
    guard name.hasPrefix("filter."), let dot = name.lastIndex(of: "."),
      dot > name.index(name.startIndex, offsetBy: "filter".count)
    else { return nil }
    return name[..<dot]
  }
}
