/// A path split into its folder and the name of its last component; no file is asked.
///
/// ```swift
/// PathName("data/train.csv.gz").stem  // "train.csv"
/// ```
public struct PathName: Sendable, Hashable {
  /// Without the last slash: "data", "/", or empty for a name alone.
  public let folder: String
  /// Empty for "/" and for an empty path.
  public let name: String

  public init(_ path: String) {
    var rest = path[...]
    while rest.count > 1, rest.last == "/" { rest.removeLast() }
    guard let slash = rest.lastIndex(of: "/") else {
      (folder, name) = ("", String(rest))
      return
    }
    name = String(rest[rest.index(after: slash)...])
    rest = rest[..<slash]
    while rest.last == "/" { rest.removeLast() }
    folder = rest.isEmpty ? "/" : String(rest)
  }

  /// What follows the last dot of the name, without it; empty for ".hidden" and "..".
  public var fileExtension: String {
    dot.map { String(name[name.index(after: $0)...]) } ?? ""
  }

  /// The name without its extension.
  public var stem: String { dot.map { String(name[..<$0]) } ?? name }

  private var dot: String.Index? {
    guard let dot = name.lastIndex(of: "."), name[..<dot].contains(where: { $0 != "." })
    else { return nil }
    return dot
  }

  /// A name in a folder; an empty folder is the working directory.
  public static func joined(_ folder: String, _ name: String) -> String {
    if folder.isEmpty { return name }
    if name.isEmpty { return folder }
    return folder.last == "/" ? folder + name : "\(folder)/\(name)"
  }
}
