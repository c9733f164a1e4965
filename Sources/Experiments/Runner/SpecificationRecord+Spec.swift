import Runs
import Schema
import Specification

extension SpecificationRecord {
  /// The spec as it was written, with overrides, and each value of it with its origin.
  init(_ spec: ExperimentSpec) {
    self.init(path: spec.path, text: spec.rendered(), settings: Self.settings(of: spec.resolved, ""))
  }

  private static func settings(of resolved: Resolved, _ path: String) -> [Setting] {
    switch resolved.value {
    case .mapping(let entries) where !entries.isEmpty:
      return entries.flatMap { entry in
        settings(of: entry.value, path.isEmpty ? entry.key : "\(path).\(entry.key)")
      }
    default:
      return [Setting(path: path, value: resolved.yaml, origin: origin(resolved))]
    }
  }

  private static func origin(_ resolved: Resolved) -> Setting.Origin {
    switch resolved.origin {
    case .spec: .spec
    case .override: .override
    case .fallback: .default
    }
  }
}

extension Resolved {
  /// The value in one line, as YAML would write it.
  fileprivate var yaml: String {
    switch value {
    case .null: "null"
    case .boolean(let boolean): String(boolean)
    case .integer(let integer): String(integer)
    case .number(let number): String(number)
    case .string(let string): string
    case .list(let elements): "[\(elements.map(\.yaml).joined(separator: ", "))]"
    case .mapping(let entries):
      "{\(entries.map { "\($0.key): \($0.value.yaml)" }.joined(separator: ", "))}"
    }
  }
}
