/// The members of an open family, such as models, optimizers or metrics, by name.
///
/// Adding a member is one file and one line in the family's catalog.
public struct Catalog<Entry: CatalogEntry>: Sendable {
  public let entries: [Entry]

  public init(_ entries: [Entry]) {
    let names = entries.map(\.name)
    guard Set(names).count == names.count else { fatalError("a catalog name twice: \(names)") }
    self.entries = entries
  }

  public var names: [String] { entries.map(\.name) }

  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// The member with a name that the spec's rules have checked; an unknown name stops the program.
  public func entry(_ name: String) -> Entry {
    guard let entry = self[name] else { fatalError("no \"\(name)\" in the catalog \(names)") }
    return entry
  }
}

/// A member of an open family.
public protocol CatalogEntry: Sendable {
  /// Name in specs: snake_case, never changed once released.
  var name: String { get }
  /// One sentence for the reference page.
  var summary: String { get }
}
