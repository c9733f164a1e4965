import Schema

/// The mappings that each key of a spec belongs in, for keys in the wrong place.
struct KeyHomes: Sendable {
  private var paths: [String: [String]] = [:]

  init(of root: Shape) {
    collect(root, at: "")
  }

  /// Path of the outermost mapping with the key, "" for the top; nil if there are several.
  func home(of key: String) -> String? {
    guard let found = paths[key] else { return nil }
    let depths = found.map { $0.count { $0 == "." } + ($0.isEmpty ? 0 : 1) }
    guard let least = depths.min(), depths.count(where: { $0 == least }) == 1 else { return nil }
    return zip(found, depths).first { $0.1 == least }?.0
  }

  private mutating func collect(_ shape: Shape, at path: String) {
    switch shape {
    case .mapping(let fields):
      for field in fields {
        if paths[field.name]?.contains(path) != true { paths[field.name, default: []].append(path) }
        collect(field.shape, at: Path.key(field.name, in: path))
      }
    case .choice(_, let variants):
      for variant in variants {
        if let body = variant.body { collect(body, at: path) }
      }
    case .anyOf(let shapes):
      for shape in shapes { collect(shape, at: path) }
    case .scalar, .list, .dictionary, .keyed:
      break
    }
  }
}
